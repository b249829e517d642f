package dev.ganglion.room.deletion;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.purge.JobTable;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The tables of deletions. */
@Repository
class DeletionRepository {
    private static final String SELECT =
            """
            select d.delete_id, d.room_id, d.is_purge, d.is_forced, d.new_room_owner, d.new_room_name, d.message,
                   d.new_room_id, d.status, d.error, d.local_aliases,
                   array(
                       select u.user_id
                       from rooms.deletion_user u
                       where u.delete_id = d.delete_id and u.outcome = 'kicked'
                       order by u.user_id) as kicked_users,
                   array(
                       select u.user_id
                       from rooms.deletion_user u
                       where u.delete_id = d.delete_id and u.outcome = 'failed'
                       order by u.user_id) as failed_to_kick_users
            from rooms.deletion d
            """;

    private final DatabaseClient database;
    private final JobTable jobs;

    DeletionRepository(DatabaseClient database) {
        this.database = database;
        this.jobs = new JobTable(database, "rooms.deletion", "delete_id");
    }

    /** What became of a user who was to be taken out of the room. */
    record Outcome(UserId user, boolean hasLeft) {}

    /** False while another deletion of the room is under way. Relies on deletion_under_way. */
    Mono<Boolean> insert(String deleteId, RoomId room, UserId admin, DeletionRequest request) {
        return database.sql(
                        """
                        insert into rooms.deletion
                            (delete_id, room_id, requested_by, is_purge, is_forced, new_room_owner, new_room_name, message)
                        values (:delete, :room, :admin, :isPurge, :isForced, :owner, :name, :message)
                        on conflict (room_id) where status = 'active' do nothing
                        """)
                .bind("delete", deleteId)
                .bind("room", room.value())
                .bind("admin", admin.value())
                .bind("isPurge", request.isPurge())
                .bind("isForced", request.isForced())
                .bind(
                        "owner",
                        Parameters.in(
                                R2dbcType.VARCHAR,
                                request.newRoomUserId().map(UserId::value).orElse(null)))
                .bind("name", request.nameOfNewRoom())
                .bind("message", request.explanation())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Deletion> find(String deleteId) {
        return database.sql(SELECT + "where delete_id = :delete")
                .bind("delete", deleteId)
                .map(DeletionRepository::deletion)
                .one();
    }

    /** Oldest first. Relies on deletion_of_room. */
    Flux<Deletion> listOf(RoomId room) {
        return database.sql(SELECT + "where room_id = :room order by created_at")
                .bind("room", room.value())
                .map(DeletionRepository::deletion)
                .all();
    }

    /** Relies on deletion_under_way. */
    Flux<Deletion> listActive() {
        return database.sql(SELECT + "where status = 'active' order by attempts, created_at")
                .map(DeletionRepository::deletion)
                .all();
    }

    /** The room's number; stays known after the room is closed. */
    Mono<Long> findNid(RoomId room) {
        return database.sql("select room_nid from rooms.room where room_id = :room")
                .bind("room", room.value())
                .map(row -> Objects.requireNonNull(row.get("room_nid", Long.class)))
                .one();
    }

    Mono<Void> noteNewRoom(Deletion deletion, RoomId newRoom) {
        return database.sql(
                        """
                        update rooms.deletion
                        set new_room_id = :newRoom
                        where delete_id = :delete
                        """)
                .bind("newRoom", newRoom.value())
                .bind("delete", deletion.deleteId())
                .then();
    }

    /** What became of a user last counts. Relies on deletion_user's primary key. */
    Mono<Void> noteOutcomes(Deletion deletion, Collection<Outcome> outcomes) {
        return database.sql(
                        """
                        insert into rooms.deletion_user (delete_id, user_id, outcome)
                        select :delete, n.user_id, case when n.has_left then 'kicked' else 'failed' end
                        from unnest(:users, :haveLeft) as n(user_id, has_left)
                        on conflict (delete_id, user_id) do update set outcome = excluded.outcome
                        """)
                .bind("delete", deletion.deleteId())
                .bind(
                        "users",
                        outcomes.stream()
                                .map(outcome -> outcome.user().value())
                                .toArray(String[]::new))
                .bind("haveLeft", outcomes.stream().map(Outcome::hasLeft).toArray(Boolean[]::new))
                .then();
    }

    /** What is there already is not added again: a step may be done twice. */
    Mono<Void> noteAliases(Deletion deletion, Collection<String> aliases) {
        return aliases.isEmpty()
                ? Mono.empty()
                : database.sql(
                                """
                                update rooms.deletion
                                set local_aliases = local_aliases || array(
                                    select n.alias from unnest(:aliases) as n(alias) where n.alias <> all(local_aliases))
                                where delete_id = :delete
                                """)
                        .bind("aliases", aliases.toArray(String[]::new))
                        .bind("delete", deletion.deleteId())
                        .then();
    }

    Mono<Void> complete(Deletion deletion) {
        return jobs.complete(deletion.deleteId());
    }

    /** Gives up after so many attempts. */
    Mono<Void> fail(Deletion deletion, String error, int maxAttempts) {
        return jobs.fail(deletion.deleteId(), error, maxAttempts);
    }

    /** Forgets what is long over. */
    Mono<Void> forget(Duration age) {
        return jobs.forget(age);
    }

    private static Deletion deletion(Readable row) {
        return new Deletion(
                text(row, "delete_id"),
                RoomId.parse(text(row, "room_id")),
                Boolean.TRUE.equals(row.get("is_purge", Boolean.class)),
                Boolean.TRUE.equals(row.get("is_forced", Boolean.class)),
                Optional.ofNullable(row.get("new_room_owner", String.class)).map(UserId::parse),
                text(row, "new_room_name"),
                text(row, "message"),
                Optional.ofNullable(row.get("new_room_id", String.class)).map(RoomId::parse),
                new Deletion.Progress(
                        text(row, "status"),
                        Optional.ofNullable(row.get("error", String.class)),
                        texts(row, "kicked_users"),
                        texts(row, "failed_to_kick_users"),
                        texts(row, "local_aliases")));
    }

    private static List<String> texts(Readable row, String column) {
        return List.of(Objects.requireNonNull(row.get(column, String[].class)));
    }
}
