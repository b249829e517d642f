package dev.ganglion.room.profile;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The table of fields that rooms have still to be told. Relies on its primary key throughout. */
@Repository
class PropagationRepository {
    private final DatabaseClient database;

    PropagationRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A field on its way.
     *
     * @param after rooms up to this number have been told
     */
    record Propagation(UserId user, String field, long revision, long after) {
        Propagation upTo(long room) {
            return new Propagation(user, field, revision, room);
        }
    }

    record JoinedRoom(long nid, RoomId roomId) {}

    /** Begins, or begins again. Whoever is at work on it keeps it, and will notice. */
    Mono<Void> begin(UserId user, String field) {
        return database.sql(
                        """
                        insert into rooms.profile_propagation as p (user_id, field)
                        values (:user, :field)
                        on conflict (user_id, field) do update
                        set revision = p.revision + 1,
                            after_room_nid = 0
                        """)
                .bind("user", user.value())
                .bind("field", field)
                .then();
    }

    /** Takes some that nobody is at work on; they are ours for that long. */
    Flux<Propagation> claim(int limit, Duration claim) {
        return database.sql(
                        """
                        update rooms.profile_propagation p
                        set claimed_until = now() + make_interval(secs => :seconds)
                        from (select user_id, field
                              from rooms.profile_propagation
                              where claimed_until < now()
                              order by claimed_until
                              limit :limit
                              for update skip locked) as due
                        where p.user_id = due.user_id
                          and p.field = due.field
                        returning p.user_id, p.field, p.revision, p.after_room_nid
                        """)
                .bind("seconds", (double) claim.toSeconds())
                .bind("limit", limit)
                .map(PropagationRepository::propagation)
                .all();
    }

    /** Notes how far it has come; false when the field has changed meanwhile. */
    Mono<Boolean> advance(Propagation done, Duration claim) {
        return database.sql(
                        """
                        update rooms.profile_propagation
                        set after_room_nid = :after,
                            claimed_until = now() + make_interval(secs => :seconds)
                        where user_id = :user
                          and field = :field
                          and revision = :revision
                        """)
                .bind("seconds", (double) claim.toSeconds())
                .bindValues(values(done))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Done; false when the field has changed meanwhile. */
    Mono<Boolean> finish(Propagation done) {
        return database.sql(
                        """
                        delete from rooms.profile_propagation
                        where user_id = :user
                          and field = :field
                          and revision = :revision
                          and after_room_nid <= :after
                        """)
                .bindValues(values(done))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Leaves the work to whoever comes first. */
    Mono<Void> release(Propagation unfinished) {
        return database.sql(
                        """
                        update rooms.profile_propagation
                        set claimed_until = '-infinity'
                        where user_id = :user
                          and field = :field
                        """)
                .bind("user", unfinished.user().value())
                .bind("field", unfinished.field())
                .then();
    }

    /** Whoever is at work on one finds out when a chunk of rooms is done. */
    Mono<Void> forgetAll(UserId user) {
        return database.sql("delete from rooms.profile_propagation where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    /** The next rooms that the user is in. Relies on room_member_of_user. */
    Flux<JoinedRoom> listRooms(Propagation propagation, int limit) {
        return database.sql(
                        """
                        select r.room_nid, r.room_id
                        from rooms.room_member m
                        join rooms.room r on r.room_nid = m.room_nid
                        where m.user_id = :user
                          and m.membership = 'join'
                          and m.room_nid > :after
                        order by m.room_nid
                        limit :limit
                        """)
                .bind("user", propagation.user().value())
                .bind("after", propagation.after())
                .bind("limit", limit)
                .map(
                        row ->
                                new JoinedRoom(
                                        Objects.requireNonNull(row.get("room_nid", Long.class)),
                                        RoomId.parse(
                                                Objects.requireNonNull(
                                                        row.get("room_id", String.class)))))
                .all();
    }

    private static Map<String, Object> values(Propagation propagation) {
        return Map.of(
                "user", propagation.user().value(),
                "field", propagation.field(),
                "revision", propagation.revision(),
                "after", propagation.after());
    }

    private static Propagation propagation(Readable row) {
        return new Propagation(
                UserId.parse(Objects.requireNonNull(row.get("user_id", String.class))),
                Objects.requireNonNull(row.get("field", String.class)),
                Objects.requireNonNull(row.get("revision", Long.class)),
                Objects.requireNonNull(row.get("after_room_nid", Long.class)));
    }
}
