package dev.ganglion.sync.connection;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.requiredstate.RequiredState;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads and writes connections: one statement each. */
@Repository
class ConnectionRepository {
    private static final String ADD_ROOMS =
            """
            insert into sync.sliding_room (connection_nid, room_nid, pos, membership, up_to, timeline_limit,
                config, is_direct, receipts_up_to, account_data_up_to, members)
            select c.connection_nid, w.room_nid, c.next_pos, w.membership, w.up_to, w.timeline_limit,
                w.config, w.is_direct, w.receipts_up_to, w.account_data_up_to, w.members::bigint[]
            from stored c
            cross join unnest(:rooms, :memberships, :upTos, :limits, :configNumbers, :directs, :receipts,
                :accountData, :members)
                as w(room_nid, membership, up_to, timeline_limit, config, is_direct, receipts_up_to,
                    account_data_up_to, members)
            """;

    private static final String IS_OF_FORMER_DEVICE =
            """
            c.device_id <> '' and not exists (
                select
                from auth.known_device d
                where d.user_id = c.user_id and d.device_id = c.device_id)
            """;

    private final DatabaseClient database;

    ConnectionRepository(DatabaseClient database) {
        this.database = database;
    }

    /** How a position is stored. */
    record Stored(long nid, long number) {}

    private record Row(long base, RawJson configs, Optional<RoomRow> room) {}

    private record RoomRow(long roomNid, Function<Map<Integer, RequiredState>, SentRoom> sent) {}

    /**
     * A connection at one of its two positions; empty when it is not one of them. Relies on the
     * primary keys.
     */
    Mono<ConnectionState> find(ConnectionKey key, long nid, long number) {
        return database.sql(
                        """
                        select c.base_pos, c.configs, r.room_nid, r.membership, r.up_to, r.timeline_limit, r.config,
                               r.is_direct, r.receipts_up_to, r.account_data_up_to, r.members
                        from sync.sliding_connection c
                        left join lateral (
                            select distinct on (r.room_nid) r.*
                            from sync.sliding_room r
                            where r.connection_nid = c.connection_nid
                              and (r.pos <= least(c.base_pos, :number) or r.pos = :number)
                            order by r.room_nid, r.pos desc
                        ) r on true
                        where c.connection_nid = :nid and :number in (c.base_pos, c.next_pos)
                          and c.user_id = :user and c.device_id = :device and c.conn_id = :name
                        """)
                .bind("nid", nid)
                .bind("number", number)
                .bind("user", key.user().value())
                .bind("device", key.device())
                .bind("name", key.name())
                .map(ConnectionRepository::row)
                .all()
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .map(rows -> state(key, nid, number, rows));
    }

    /**
     * A connection instead of the former of its name. The ones of the device that were unused the
     * longest go when there are too many. Relies on the unique key.
     */
    Mono<Stored> begin(ConnectionKey key, Configs configs, Map<Long, SentRoom> rooms) {
        String sql =
                """
                with former as (
                    delete from sync.sliding_connection c
                    where c.connection_nid in (
                        select o.connection_nid
                        from sync.sliding_connection o
                        where o.user_id = :user and o.device_id = :device and o.conn_id <> :name
                        order by o.used_at desc
                        offset :others
                    )
                ), stored as (
                    insert into sync.sliding_connection (user_id, device_id, conn_id, base_pos, next_pos, configs)
                    values (:user, :device, :name, 0, 1, :configs)
                    returning connection_nid, next_pos
                ), added as (
                    %s
                )
                select connection_nid, next_pos
                from stored
                """
                        .formatted(ADD_ROOMS);
        return deleteNamed(key)
                .then(
                        Mono.defer(
                                () ->
                                        bindRooms(database.sql(sql), configs, rooms)
                                                .bind("user", key.user().value())
                                                .bind("device", key.device())
                                                .bind("name", key.name())
                                                .bind("others", Connections.OF_DEVICE - 1)
                                                .map(ConnectionRepository::stored)
                                                .one()));
    }

    /**
     * The next position; empty when the one before is not one of the connection's two any more.
     * What was told in vain goes, and what is said anew by the position that is confirmed now. Of
     * two requests at once one does not see what the other has told: it lies between the two
     * positions, where nobody looks for it, and goes later. Relies on the primary keys and
     * sliding_room_by_pos.
     */
    Mono<Stored> advance(ConnectionState from, Configs configs, Map<Long, SentRoom> rooms) {
        String sql =
                """
                with stored as (
                    update sync.sliding_connection c
                    set base_pos = :from, next_pos = c.next_pos + 1, configs = :configs, used_at = now()
                    where c.connection_nid = :nid and :from in (c.base_pos, c.next_pos)
                    returning c.connection_nid, c.next_pos
                ), in_vain as (
                    delete from sync.sliding_room r
                    using stored c
                    where r.connection_nid = c.connection_nid
                      and (r.pos > :from or r.pos > :base and r.pos < :from)
                ), replaced as (
                    delete from sync.sliding_room r
                    using stored c
                    join sync.sliding_room n on n.connection_nid = c.connection_nid and n.pos = :from
                    where r.connection_nid = c.connection_nid and r.room_nid = n.room_nid and r.pos < :from
                ), added as (
                    %s
                )
                select connection_nid, next_pos
                from stored
                """
                        .formatted(ADD_ROOMS);
        return bindRooms(database.sql(sql), configs, rooms)
                .bind("nid", from.nid())
                .bind("from", from.number())
                .bind("base", from.base())
                .map(ConnectionRepository::stored)
                .one();
    }

    /** Keeps one that has nothing to write from counting as unused. */
    Mono<Void> touch(long nid) {
        return database.sql(
                        """
                        update sync.sliding_connection
                        set used_at = now()
                        where connection_nid = :nid
                        """)
                .bind("nid", nid)
                .then();
    }

    /** Relies on sliding_connection_by_use. */
    Mono<Void> deleteUnused(Duration since) {
        return database.sql(
                        """
                        delete from sync.sliding_connection
                        where used_at < now() - make_interval(secs => :seconds)
                        """)
                .bind("seconds", (double) since.toSeconds())
                .then();
    }

    /** Of devices that are no longer there. */
    Mono<Void> deleteOfFormerDevices() {
        return database.sql("delete from sync.sliding_connection c where " + IS_OF_FORMER_DEVICE)
                .then();
    }

    /** The same of one user. Relies on the unique key. */
    Mono<Void> deleteOfFormerDevices(UserId user) {
        return database.sql(
                        "delete from sync.sliding_connection c where c.user_id = :user and "
                                + IS_OF_FORMER_DEVICE)
                .bind("user", user.value())
                .then();
    }

    private Mono<Void> deleteNamed(ConnectionKey key) {
        return database.sql(
                        """
                        delete from sync.sliding_connection
                        where user_id = :user and device_id = :device and conn_id = :name
                        """)
                .bind("user", key.user().value())
                .bind("device", key.device())
                .bind("name", key.name())
                .then();
    }

    private static GenericExecuteSpec bindRooms(
            GenericExecuteSpec sql, Configs configs, Map<Long, SentRoom> rooms) {
        List<Long> numbers = List.copyOf(rooms.keySet());
        List<SentRoom> sent =
                numbers.stream().map(room -> Objects.requireNonNull(rooms.get(room))).toList();
        Map<RequiredState, Integer> configNumbers = configs.numbers();
        return sql.bind("configs", configs.encode())
                .bind("rooms", numbers.toArray(Long[]::new))
                .bind(
                        "memberships",
                        sent.stream().map(room -> room.membership().value()).toArray(String[]::new))
                .bind("upTos", sent.stream().map(SentRoom::upTo).toArray(Long[]::new))
                .bind("limits", sent.stream().map(SentRoom::timelineLimit).toArray(Integer[]::new))
                .bind(
                        "configNumbers",
                        sent.stream()
                                .map(room -> configNumbers.get(room.required()))
                                .toArray(Integer[]::new))
                .bind("directs", sent.stream().map(SentRoom::isDirect).toArray(Boolean[]::new))
                .bind("receipts", sent.stream().map(SentRoom::receiptsUpTo).toArray(Long[]::new))
                .bind(
                        "accountData",
                        sent.stream().map(SentRoom::accountDataUpTo).toArray(Long[]::new))
                // An array of arrays of different lengths is none.
                .bind(
                        "members",
                        sent.stream()
                                .map(SentRoom::members)
                                .map(Members::literal)
                                .toArray(String[]::new));
    }

    private static Stored stored(Readable row) {
        return new Stored(number(row, "connection_nid"), number(row, "next_pos"));
    }

    private static Row row(Readable row) {
        return new Row(
                number(row, "base_pos"),
                RawJson.ofTrusted(Objects.requireNonNull(row.get("configs", byte[].class))),
                Optional.ofNullable(row.get("room_nid", Long.class))
                        .map(room -> new RoomRow(room, sent(row))));
    }

    private static Function<Map<Integer, RequiredState>, SentRoom> sent(Readable row) {
        Membership membership = Membership.find(text(row, "membership")).orElseThrow();
        long upTo = number(row, "up_to");
        int limit = (int) number(row, "timeline_limit");
        int config = (int) number(row, "config");
        boolean isDirect = Boolean.TRUE.equals(row.get("is_direct", Boolean.class));
        long receipts = number(row, "receipts_up_to");
        long accountData = number(row, "account_data_up_to");
        Long[] members = Objects.requireNonNull(row.get("members", Long[].class));
        return configs ->
                new SentRoom(
                        membership,
                        upTo,
                        limit,
                        configs.getOrDefault(config, RequiredState.NONE),
                        isDirect,
                        receipts,
                        accountData,
                        Members.of(members));
    }

    private static ConnectionState state(ConnectionKey key, long nid, long number, List<Row> rows) {
        Configs configs = Configs.decode(rows.getFirst().configs().bytes());
        Map<Long, SentRoom> rooms = new HashMap<>();
        for (Row row : rows) {
            row.room()
                    .ifPresent(
                            room ->
                                    rooms.put(
                                            room.roomNid(), room.sent().apply(configs.byNumber())));
        }
        return new ConnectionState(key, nid, number, rows.getFirst().base(), rooms, configs);
    }
}
