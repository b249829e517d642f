package dev.ganglion.room.deletion;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

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

/** The table of deletions. */
@Repository
class DeletionRepository {
    private static final String SELECT =
            """
            select delete_id, room_id, is_purge, is_forced, new_room_owner, new_room_name, message, new_room_id,
                   status, error, kicked_users, failed_to_kick_users, local_aliases
            from rooms.deletion
            """;

    private final DatabaseClient database;

    DeletionRepository(DatabaseClient database) {
        this.database = database;
    }

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

    Mono<Void> noteKicked(Deletion deletion, Collection<String> users) {
        return append(deletion, "kicked_users", users);
    }

    Mono<Void> noteNotKicked(Deletion deletion, Collection<String> users) {
        return append(deletion, "failed_to_kick_users", users);
    }

    Mono<Void> noteAliases(Deletion deletion, Collection<String> aliases) {
        return append(deletion, "local_aliases", aliases);
    }

    /** What is there already is not added again: a step may be done twice. */
    private Mono<Void> append(Deletion deletion, String column, Collection<String> values) {
        return values.isEmpty()
                ? Mono.empty()
                : database.sql(
                                """
                                update rooms.deletion
                                set %1$s = %1$s || array(
                                    select n.value from unnest(:values) as n(value) where n.value <> all(%1$s))
                                where delete_id = :delete
                                """
                                        .formatted(column))
                        .bind("values", values.toArray(String[]::new))
                        .bind("delete", deletion.deleteId())
                        .then();
    }

    Mono<Void> complete(Deletion deletion) {
        return database.sql(
                        """
                        update rooms.deletion
                        set status = 'complete', error = null, finished_at = now()
                        where delete_id = :delete and status = 'active'
                        """)
                .bind("delete", deletion.deleteId())
                .then();
    }

    /** Gives up after so many attempts. */
    Mono<Void> fail(Deletion deletion, String error, int maxAttempts) {
        return database.sql(
                        """
                        update rooms.deletion
                        set attempts = attempts + 1,
                            error = :error,
                            status = case when attempts + 1 >= :maxAttempts then 'failed' else status end,
                            finished_at = case when attempts + 1 >= :maxAttempts then now() end
                        where delete_id = :delete and status = 'active'
                        """)
                .bind("error", error)
                .bind("maxAttempts", maxAttempts)
                .bind("delete", deletion.deleteId())
                .then();
    }

    /** Forgets what is long over. */
    Mono<Void> forget(Duration age) {
        return database.sql(
                        """
                        delete from rooms.deletion
                        where status <> 'active' and finished_at < now() - make_interval(secs => :seconds)
                        """)
                .bind("seconds", (double) age.toSeconds())
                .then();
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

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static List<String> texts(Readable row, String column) {
        return List.of(Objects.requireNonNull(row.get(column, String[].class)));
    }
}
