package dev.ganglion.sync.room;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.room.Summary.Name;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Reads room summaries. */
@Repository
class SummaryRepository {
    private static final String SUMMARIES =
            """
                        select h.room_nid, h.joined_members, h.invited_members, named.senders, named.positions,
                               case when not named.is_for_everybody then (
                                   select array_agg(f.user_id order by f.event_position)
                                   from (
                                       select m.user_id, m.event_position
                                       from rooms.room_member m
                                       where m.room_nid = h.room_nid and m.membership in ('join', 'invite')
                                       order by m.event_position
                                       limit 6
                                   ) f) end as members,
                               case when not named.is_for_everybody and h.joined_members + h.invited_members <= 1 then (
                                   select array_agg(f.user_id order by f.event_position)
                                   from (
                                       select m.user_id, m.event_position
                                       from rooms.room_member m
                                       where m.room_nid = h.room_nid and m.membership in ('leave', 'ban')
                                       order by m.event_position
                                       limit 6
                                   ) f) end as former_members
                        from rooms.room_head h
                        cross join lateral (
                            select array_agg(e.sender) as senders,
                                   array_agg(e.position) as positions,
                                   coalesce(bool_or(x.user_id is null), false) as is_for_everybody
                            from rooms.room_state s
                            join rooms.event e on e.position = s.event_position
                            left join rooms.erased_user x on x.user_id = e.sender
                            where s.room_nid = h.room_nid and s.valid_to is null and s.state_key = ''
                              and s.type in ('m.room.name', 'm.room.canonical_alias')
                              and (position(:name in e.json) > 0 and position(:noName in e.json) = 0
                                   or position(:alias in e.json) > 0 and position(:noAlias in e.json) = 0)
                        ) named
                        where h.room_nid = any(:rooms)
                        """;

    private final DatabaseClient database;

    SummaryRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Row(long roomNid, Summary summary) {}

    /**
     * Members are looked through only in rooms without a name, or whose name is hidden from some.
     * Relies on the keys of room_head, room_member and erased_user.
     */
    Mono<Map<Long, Summary>> read(List<Long> rooms) {
        return database.sql(SUMMARIES)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("name", bytes("\"name\":\""))
                .bind("noName", bytes("\"name\":\"\""))
                .bind("alias", bytes("\"alias\":\""))
                .bind("noAlias", bytes("\"alias\":\"\""))
                .map(SummaryRepository::row)
                .all()
                .collectMap(Row::roomNid, Row::summary);
    }

    private static Row row(Readable row) {
        return new Row(
                Objects.requireNonNull(row.get("room_nid", Long.class)),
                new Summary(
                        Objects.requireNonNull(row.get("joined_members", Long.class)),
                        Objects.requireNonNull(row.get("invited_members", Long.class)),
                        names(row),
                        users(row, "members"),
                        users(row, "former_members")));
    }

    private static List<Name> names(Readable row) {
        List<String> senders = users(row, "senders");
        Long[] positions = row.get("positions", Long[].class);
        return positions == null
                ? List.of()
                : IntStream.range(0, positions.length)
                        .mapToObj(i -> new Name(new UserId(senders.get(i)), positions[i]))
                        .toList();
    }

    private static List<String> users(Readable row, String column) {
        String[] users = row.get(column, String[].class);
        return users == null ? List.of() : List.of(users);
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
