package dev.ganglion.sync.pushgateway;

import static dev.ganglion.service.database.Rows.number;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.unread.Unread;
import dev.ganglion.sync.unread.UnreadCounts;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Map;

/** Counts what is beside an application's icon: what is unread, and the invitations. */
@Component
class Badges {
    private final DatabaseClient database;
    private final UnreadCounts unread;
    private final EventStream events;
    private final Receipts receipts;
    private final PushGatewayProperties.Badge badge;

    Badges(
            DatabaseClient database,
            UnreadCounts unread,
            EventStream events,
            Receipts receipts,
            PushGatewayProperties properties) {
        this.database = database;
        this.unread = unread;
        this.events = events;
        this.receipts = receipts;
        this.badge = properties.badge();
    }

    /**
     * With everything up to that position of the event stream taken in, and all receipts. Rooms
     * that a receipt says are read to their end are not counted.
     */
    Mono<Long> of(UserId user, long position) {
        return events.reach(position)
                .then(receipts.catchUp())
                .then(
                        Mono.zip(
                                Mono.defer(() -> unreadRooms(user))
                                        .flatMap(rooms -> count(user, rooms)),
                                invitations(user)))
                .map(counts -> counts.getT1() + counts.getT2());
    }

    private Mono<Long> count(UserId user, Map<Long, Long> rooms) {
        return unread.current(user, rooms, events.position()).map(counts -> sum(counts.values()));
    }

    private long sum(Collection<Unread> counts) {
        return counts.stream()
                .mapToLong(count -> count.all().notifications())
                .map(
                        count ->
                                switch (badge) {
                                    case ROOMS -> Math.min(count, 1);
                                    case MESSAGES -> count;
                                })
                .sum();
    }

    /**
     * Their last positions, by the rooms' numbers. Relies on room_member_of_user and the keys of
     * room_head and receipt.
     */
    private Mono<Map<Long, Long>> unreadRooms(UserId user) {
        return database.sql(
                        """
                        select m.room_nid, h.latest_position
                        from rooms.room_member m
                        join rooms.room_head h on h.room_nid = m.room_nid
                        where m.user_id = :user and m.membership = 'join'
                          and h.latest_position > coalesce((
                              select max(c.event_position)
                              from sync.receipt c
                              where c.room_nid = m.room_nid and c.user_id = m.user_id
                                and c.receipt_type in ('m.read', 'm.read.private') and c.thread_id = ''), 0)
                        """)
                .bind("user", user.value())
                .map(row -> Map.entry(number(row, "room_nid"), number(row, "latest_position")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Those of ignored users are not shown. Relies on room_member_of_user. */
    private Mono<Long> invitations(UserId user) {
        return database.sql(
                        """
                        select count(*) as invitations
                        from rooms.room_member m
                        where m.user_id = :user and m.membership = 'invite'
                          and not exists (
                              select
                              from rooms.event e
                              join sync.ignored_user i on i.ignored_by = :user and i.user_id = e.sender
                              where e.position = m.event_position)
                        """)
                .bind("user", user.value())
                .map(row -> number(row, "invitations"))
                .one();
    }
}
