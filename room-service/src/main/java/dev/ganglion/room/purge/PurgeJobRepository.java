package dev.ganglion.room.purge;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomIdentity;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The table of purges of history. */
@Repository
class PurgeJobRepository {
    static final String ACTIVE = "active";

    private static final String COLUMNS =
            "purge_id, room_nid, up_to, deletes_local_events, done_up_to, status, error";

    private final DatabaseClient database;
    private final JobTable jobs;

    PurgeJobRepository(DatabaseClient database) {
        this.database = database;
        this.jobs = new JobTable(database, "rooms.purge_job", "purge_id");
    }

    /** False while another purge of the room is under way. Relies on purge_job_under_way. */
    Mono<Boolean> insert(PurgeJob job, RoomIdentity room, UserId admin) {
        return database.sql(
                        """
                        insert into rooms.purge_job
                            (purge_id, room_nid, room_id, requested_by, up_to, deletes_local_events)
                        values (:purge, :room, :roomId, :admin, :upTo, :deletesLocalEvents)
                        on conflict (room_nid) where status = 'active' do nothing
                        """)
                .bind("purge", job.purgeId())
                .bind("room", job.roomNid())
                .bind("roomId", room.roomId().value())
                .bind("admin", admin.value())
                .bind("upTo", job.upTo())
                .bind("deletesLocalEvents", job.deletesLocalEvents())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<PurgeJob> find(String purgeId) {
        return database.sql(
                        "select %s from rooms.purge_job where purge_id = :purge".formatted(COLUMNS))
                .bind("purge", purgeId)
                .map(PurgeJobRepository::job)
                .one();
    }

    /** Relies on purge_job_under_way. */
    Flux<PurgeJob> listActive() {
        return database.sql(
                        """
                        select %s
                        from rooms.purge_job
                        where status = 'active'
                        order by attempts, created_at
                        """
                                .formatted(COLUMNS))
                .map(PurgeJobRepository::job)
                .all();
    }

    /** Notes how far it has got. */
    Mono<Void> advance(PurgeJob job, long doneUpTo) {
        return database.sql(
                        """
                        update rooms.purge_job
                        set done_up_to = greatest(done_up_to, :doneUpTo), attempts = 0
                        where purge_id = :purge
                        """)
                .bind("doneUpTo", doneUpTo)
                .bind("purge", job.purgeId())
                .then();
    }

    /** From now on reading backwards ends there. */
    Mono<Void> endHistoryAt(PurgeJob job, long position) {
        return database.sql(
                        """
                        update rooms.room
                        set purged_up_to = :position
                        where room_nid = :room and purged_up_to < :position
                        """)
                .bind("position", position)
                .bind("room", job.roomNid())
                .then();
    }

    Mono<Void> complete(PurgeJob job) {
        return jobs.complete(job.purgeId());
    }

    /** Gives up after so many attempts that got nowhere. */
    Mono<Void> fail(PurgeJob job, String error, int maxAttempts) {
        return jobs.fail(job.purgeId(), error, maxAttempts);
    }

    /** Forgets what is long over. */
    Mono<Void> forget(Duration age) {
        return jobs.forget(age);
    }

    private static PurgeJob job(Readable row) {
        return new PurgeJob(
                Objects.requireNonNull(row.get("purge_id", String.class)),
                Objects.requireNonNull(row.get("room_nid", Long.class)),
                Objects.requireNonNull(row.get("up_to", Long.class)),
                Boolean.TRUE.equals(row.get("deletes_local_events", Boolean.class)),
                Objects.requireNonNull(row.get("done_up_to", Long.class)),
                Objects.requireNonNull(row.get("status", String.class)),
                Optional.ofNullable(row.get("error", String.class)));
    }
}
