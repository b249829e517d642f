package dev.ganglion.room.upgrade;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.upgrade.Upgrade.Progress;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/** Which upgrades have begun; the row itself is written with the new room. */
@Repository
class UpgradeRepository {
    /** More than a large room takes to be carried over: then another upgrade may take its place. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(5);

    private final DatabaseClient database;

    UpgradeRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The upgrade of a room; empty when there is none. Relies on room_upgrade's primary key. */
    Mono<Upgrade> find(RoomNid from) {
        return database.sql(
                        """
                        select n.room_nid, n.room_id, n.room_version, n.creator,
                               case when h.room_nid is null then 'GONE'
                                    when u.finished_at is not null then 'FINISHED'
                                    when u.begun_at < now() - make_interval(secs => :abandonedAfter) then 'ABANDONED'
                                    else 'UNDER_WAY' end as progress
                        from rooms.room_upgrade u
                        join rooms.room n on n.room_nid = u.new_room_nid
                        left join rooms.room_head h on h.room_nid = u.new_room_nid
                        where u.old_room_nid = :from
                        """)
                .bind("from", from.value())
                .bind("abandonedAfter", (double) ABANDONED_AFTER.toSeconds())
                .map(row -> upgrade(from, row))
                .one();
    }

    Mono<Void> finish(Upgrade upgrade) {
        return database.sql(
                        """
                        update rooms.room_upgrade
                        set finished_at = now()
                        where new_room_nid = :to and finished_at is null
                        """)
                .bind("to", upgrade.nid().value())
                .then();
    }

    /**
     * Makes room for another; the new room, if it is there, stays what it is. False when there was
     * nothing to forget any more.
     */
    Mono<Boolean> forget(Upgrade replaceable) {
        return database.sql(
                        """
                        delete from rooms.room_upgrade u
                        where u.new_room_nid = :to
                          and (u.finished_at is null
                            or not exists (
                              select 1
                              from rooms.room_head h
                              where h.room_nid = u.new_room_nid))
                        """)
                .bind("to", replaceable.nid().value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /**
     * The next bans of the old room that the new one does not have, by user. Relies on
     * room_member's primary key.
     */
    Flux<PduEvent> listBans(RoomIdentity from, Upgrade upgrade, String after, int limit) {
        return database.sql(
                        """
                        select e.event_id, e.json
                        from rooms.room_member m
                        join rooms.event e on e.position = m.event_position
                        where m.room_nid = :from and m.membership = 'ban' and m.user_id > :after
                          and not exists (
                              select 1
                              from rooms.room_member there
                              where there.room_nid = :to and there.user_id = m.user_id)
                        order by m.user_id
                        limit :limit
                        """)
                .bind("from", upgrade.from().value())
                .bind("to", upgrade.nid().value())
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> event(from.version(), row))
                .all();
    }

    /** The next events of that type in the old room, by state key. Relies on room_state_current. */
    Flux<PduEvent> listState(RoomIdentity from, String type, String after, int limit) {
        return database.sql(
                        """
                        select e.event_id, e.json
                        from rooms.room_state s
                        join rooms.event e on e.position = s.event_position
                        where s.room_nid = :from and s.type = :type and s.state_key > :after
                          and s.valid_to is null
                        order by s.state_key
                        limit :limit
                        """)
                .bind("from", from.nid().value())
                .bind("type", type)
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> event(from.version(), row))
                .all();
    }

    private static Upgrade upgrade(RoomNid from, Readable row) {
        return new Upgrade(
                from,
                new RoomNid(Objects.requireNonNull(row.get("room_nid", Long.class))),
                RoomId.parse(text(row, "room_id")),
                RoomVersion.get(text(row, "room_version")),
                UserId.parse(text(row, "creator")),
                Progress.valueOf(text(row, "progress")));
    }

    private static PduEvent event(RoomVersion version, Readable row) {
        return PduEvent.stored(
                version,
                EventId.parse(text(row, "event_id")),
                Objects.requireNonNull(row.get("json", byte[].class)));
    }
}
