package dev.ganglion.sync.push;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads who may be told of events. */
@Repository
class ListenerRepository {
    private final DatabaseClient database;

    ListenerRepository(DatabaseClient database) {
        this.database = database;
    }

    private record Row(long roomNid, Listener listener) {}

    /** The push rules of a user as they are stored. */
    record StoredRules(UserId user, long position, RawJson content) {}

    /**
     * By the rooms' numbers, always in the same order: the joined ones, and those whose invitation
     * is an event of the range. Relies on the primary keys of room_member and account_data.
     */
    Mono<Map<Long, List<Listener>>> list(Collection<Long> rooms, long after, long upTo) {
        return database.sql(
                        """
                        select m.room_nid, m.user_id, m.displayname, m.membership = 'invite' as is_invited,
                               coalesce(a.position, 0) as rules_position
                        from unnest(:rooms) as w(room_nid)
                        join rooms.room_member m on m.room_nid = w.room_nid
                        left join sync.account_data a
                          on a.user_id = m.user_id and a.room_id = '' and a.type = 'm.push_rules'
                        where (m.membership = 'join'
                               or (m.membership = 'invite'
                                   and m.event_position > :after and m.event_position <= :upTo))
                          and exists (
                              select from sync.pusher p where p.user_id = m.user_id and p.is_enabled)
                        order by m.room_nid, m.user_id
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("after", after)
                .bind("upTo", upTo)
                .map(ListenerRepository::read)
                .all()
                .collectList()
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                Collectors.groupingBy(
                                                        Row::roomNid,
                                                        Collectors.mapping(
                                                                Row::listener,
                                                                Collectors.toList()))));
    }

    /** Users who have stored none are left out. Relies on account_data's primary key. */
    Mono<List<StoredRules>> rules(Collection<UserId> users) {
        return database.sql(
                        """
                        select a.user_id, a.position, a.content
                        from sync.account_data a
                        where a.user_id = any(:users) and a.room_id = '' and a.type = 'm.push_rules'
                        """)
                .bind("users", users.stream().map(UserId::value).toArray(String[]::new))
                .map(
                        row ->
                                new StoredRules(
                                        user(row),
                                        number(row, "position"),
                                        RawJson.ofTrusted(
                                                Objects.requireNonNull(
                                                        row.get("content", byte[].class)))))
                .all()
                .collectList();
    }

    private static Row read(Readable row) {
        return new Row(
                number(row, "room_nid"),
                new Listener(
                        user(row),
                        Optional.ofNullable(row.get("displayname", String.class)),
                        Boolean.TRUE.equals(row.get("is_invited", Boolean.class)),
                        number(row, "rules_position")));
    }

    private static UserId user(Readable row) {
        return new UserId(text(row, "user_id"));
    }
}
