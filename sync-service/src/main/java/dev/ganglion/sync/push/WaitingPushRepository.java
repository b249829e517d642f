package dev.ganglion.sync.push;

import static dev.ganglion.service.database.Rows.number;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Writes what waits for pushers, always after it has locked those in their order. */
@Repository
class WaitingPushRepository {
    /**
     * Without what a user would not see: nothing that somebody said whom the user ignores, nor what
     * was said before the user came.
     */
    private static final String ADD =
            """
            with recipient as (
                select p.pusher_id, p.user_id, p.begins_after
                from sync.pusher p
                where p.user_id = any(:users) and p.is_enabled
                order by p.pusher_id
                for no key update
            ), added as (
                insert into sync.waiting_push (pusher_id, position, tweaks)
                select p.pusher_id, w.position, w.tweaks
                from unnest(:users, :senders, :rooms, :positions, :invitations, :tweaks)
                    as w(user_id, sender, room_nid, position, is_invitation, tweaks)
                join recipient p on p.user_id = w.user_id and p.begins_after < w.position
                where not exists (
                        select
                        from sync.ignored_user i
                        where i.ignored_by = w.user_id and i.user_id = w.sender)
                  and (w.is_invitation or exists (
                        select
                        from rooms.room_state s
                        left join rooms.event e on e.position = s.event_position and s.word is null
                        where s.room_nid = w.room_nid and s.type = 'm.room.member' and s.state_key = w.user_id
                          and s.valid_from <= w.position and (s.valid_to is null or s.valid_to > w.position)
                          and coalesce(s.word, rooms.word_of_state(s.type, e.json)) = 'join'))
                on conflict do nothing
                returning pusher_id
            )
            update sync.pusher p
            set news = p.news + 1, due_at = coalesce(p.due_at, now())
            from (select distinct pusher_id from added) a
            where p.pusher_id = a.pusher_id
            returning p.pusher_id
            """;

    private final DatabaseClient database;

    WaitingPushRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The pushers for which something was added. Relies on the primary keys of room_state and
     * account_data, and on the key of user, application and push key.
     */
    Mono<List<Long>> add(Collection<Notice> notices) {
        return database.sql(ADD)
                .bind("users", texts(notices, notice -> notice.user().value()))
                .bind("senders", texts(notices, notice -> notice.sender().value()))
                .bind("rooms", notices.stream().map(Notice::roomNid).toArray(Long[]::new))
                .bind("positions", notices.stream().map(Notice::position).toArray(Long[]::new))
                .bind(
                        "invitations",
                        notices.stream().map(Notice::isInvitation).toArray(Boolean[]::new))
                .bind("tweaks", texts(notices, Notice::tweaksText))
                .map(row -> number(row, "pusher_id"))
                .all()
                .collectList();
    }

    /** Takes away the oldest of those for which too much waits: how many. */
    Mono<Long> keepLatest(Collection<Long> pushers, int max) {
        return database.sql(
                        """
                        delete from sync.waiting_push w
                        using (select pusher_id, position,
                                      row_number() over (partition by pusher_id order by position desc) as place
                               from sync.waiting_push
                               where pusher_id = any(:pushers)) o
                        where w.pusher_id = o.pusher_id and w.position = o.position and o.place > :max
                        """)
                .bind("pushers", pushers.toArray(Long[]::new))
                .bind("max", max)
                .fetch()
                .rowsUpdated();
    }

    /**
     * The number of unread rooms of whoever has read something may have changed, and so may when
     * they are mailed what they have not read. Relies on receipt_by_position.
     */
    Mono<Long> badgesOfReaders(long after, long upTo, Duration delay) {
        return database.sql(
                        """
                        with reader as (
                            select p.pusher_id
                            from sync.pusher p
                            where p.is_enabled
                              and (p.kind = 'http'
                                   or p.due_at > now() + :delay * interval '1 millisecond'
                                   and not exists (
                                       select
                                       from sync.digest d
                                       where d.pusher_id = p.pusher_id and d.number is not null))
                              and p.user_id in (
                                  select c.user_id
                                  from sync.receipt c
                                  where c.position > :after and c.position <= :upTo
                                    and c.receipt_type in ('m.read', 'm.read.private'))
                            order by p.pusher_id
                            for no key update
                        )
                        update sync.pusher p
                        set is_badge_due = p.kind = 'http',
                            news = p.news + 1,
                            due_at = case when p.kind = 'http' and p.due_at is not null then p.due_at
                                          else now() + :delay * interval '1 millisecond' end
                        from reader
                        where p.pusher_id = reader.pusher_id
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("delay", delay.toMillis())
                .fetch()
                .rowsUpdated();
    }

    private static String[] texts(Collection<Notice> notices, Function<Notice, String> read) {
        return notices.stream().map(read).toArray(String[]::new);
    }
}
