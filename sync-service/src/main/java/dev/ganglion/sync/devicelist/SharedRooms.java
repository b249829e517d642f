package dev.ganglion.sync.devicelist;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Rows;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks who shares encrypted rooms with whom, now and before. */
@Repository
class SharedRooms {
    /**
     * Whether a member {@code m} was joined at the position: memberships that have not changed
     * since tell it themselves.
     */
    private static final String MEMBERSHIP_BEFORE =
            """
            left join lateral (
                select convert_from(e.json, 'UTF8')::json #>> '{content,membership}' as membership
                from rooms.room_state s
                join rooms.event e on e.position = s.event_position
                where %1$s.event_position > :since
                  and s.room_nid = %1$s.room_nid and s.type = 'm.room.member' and s.state_key = %1$s.user_id
                  and s.valid_from <= :since and (s.valid_to is null or s.valid_to > :since)
            ) %2$s on true
            """;

    private static final String CHANGES =
            """
            with mine as materialized (
                select m.room_nid, c.since as encrypted_since,
                       m.membership = 'join' as is_in,
                       coalesce(case when m.event_position <= :since then m.membership else b.membership end
                                    = 'join', false) as was_in
                from rooms.room_member m
                join lateral (
                    select min(s.valid_from) as since
                    from rooms.room_state s
                    where s.room_nid = m.room_nid and s.type = 'm.room.encryption' and s.state_key = ''
                ) c on c.since is not null
                %1$s
                where m.user_id = :reader and (m.membership = 'join' or m.event_position > :since)
            ), moved as (
                select s.state_key as user_id
                from mine
                join rooms.room_state s
                  on s.room_nid = mine.room_nid and s.type = 'm.room.member' and s.valid_from > :since
                union
                select o.user_id
                from mine
                join rooms.room_member o on o.room_nid = mine.room_nid
                where (mine.is_in <> mine.was_in or mine.encrypted_since > :since)
                  and (o.membership = 'join' or o.event_position > :since)
            )
            select u.user_id,
                   bool_or(mine.is_in and o.membership = 'join') as is_shared,
                   bool_or(mine.was_in and mine.encrypted_since <= :since and coalesce(
                       case when o.event_position <= :since then o.membership else p.membership end
                           = 'join', false)) as was_shared
            from moved u
            cross join mine
            join rooms.room_member o on o.room_nid = mine.room_nid and o.user_id = u.user_id
            %2$s
            where u.user_id <> :reader
            group by u.user_id
            """
                    .formatted(
                            MEMBERSHIP_BEFORE.formatted("m", "b"),
                            MEMBERSHIP_BEFORE.formatted("o", "p"));

    private final DatabaseClient database;

    SharedRooms(DatabaseClient database) {
        this.database = database;
    }

    private record Sharing(UserId user, boolean isShared, boolean wasShared) {}

    /**
     * Who has begun to share an encrypted room with the reader since a position of the event
     * stream, and who shares none any more. Relies on room_member_of_user, room_state_since and the
     * primary keys.
     */
    Mono<ChangedLists> changes(UserId reader, long since) {
        return database.sql(CHANGES)
                .bind("reader", reader.value())
                .bind("since", since)
                .map(SharedRooms::read)
                .all()
                .collectList()
                .map(SharedRooms::changes);
    }

    private static ChangedLists changes(Collection<Sharing> all) {
        Set<UserId> begun =
                all.stream()
                        .filter(each -> each.isShared() && !each.wasShared())
                        .map(Sharing::user)
                        .collect(Collectors.toSet());
        Set<UserId> ended =
                all.stream()
                        .filter(each -> each.wasShared() && !each.isShared())
                        .map(Sharing::user)
                        .collect(Collectors.toSet());
        return new ChangedLists(begun, ended);
    }

    /**
     * Whose devices have changed of those who share an encrypted room with the reader, and of the
     * reader; and whose keys the reader has signed. Relies on the unique positions,
     * room_member_of_user and room_state_current.
     */
    Mono<Set<UserId>> changedLists(UserId reader, Collection<Long> rooms, long after, long upTo) {
        return database.sql(
                        """
                        select c.user_id
                        from auth.device_list_change c
                        where c.position > :after and c.position <= :upTo
                          and (c.user_id = :reader or exists (
                              select
                              from rooms.room_member m
                              join rooms.room_state e
                                on e.room_nid = m.room_nid and e.type = 'm.room.encryption'
                                and e.state_key = '' and e.valid_to is null
                              where m.user_id = c.user_id and m.membership = 'join'
                                and m.room_nid = any(:rooms)))
                        union
                        select s.target_user_id
                        from auth.user_signature_change s
                        where s.signer_user_id = :reader and s.position > :after and s.position <= :upTo
                        """)
                .bind("reader", reader.value())
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("after", after)
                .bind("upTo", upTo)
                .map(row -> new UserId(Rows.text(row, "user_id")))
                .all()
                .collect(Collectors.toSet());
    }

    private static Sharing read(Readable row) {
        return new Sharing(
                new UserId(Rows.text(row, "user_id")),
                Boolean.TRUE.equals(row.get("is_shared", Boolean.class)),
                Boolean.TRUE.equals(row.get("was_shared", Boolean.class)));
    }
}
