package dev.ganglion.auth.keybackup;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.RoomId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The keys. Whoever changes some holds the owner's row. All statements rely on the primary keys,
 * and their number does not depend on how many keys there are.
 */
@Repository
class RoomKeyRepository {
    private static final String SELECT =
            """
            select room_id, session_id, is_verified, first_message_index, forwarded_count, session_data
            from auth.room_key
            where key_set = :keySet
            """;

    private static final String MERGE =
            """
            with given as (
                select *
                from unnest(:rooms::text[], :sessions::text[], :verified::boolean[],
                            :indexes::bigint[], :forwarded::bigint[], :data::text[])
                    as given (room_id, session_id, is_verified, first_message_index,
                              forwarded_count, session_data)
            ), earlier as (
                select kept.room_id, kept.session_id, octet_length(kept.session_data) as size
                from given
                join auth.room_key kept
                  on kept.key_set = :keySet
                  and kept.room_id = given.room_id and kept.session_id = given.session_id
            ), written as (
                insert into auth.room_key as kept
                    (key_set, room_id, session_id, is_verified, first_message_index,
                     forwarded_count, session_data)
                select :keySet, room_id, session_id, is_verified, first_message_index,
                       forwarded_count, session_data
                from given
                on conflict (key_set, room_id, session_id) do update
                set is_verified = excluded.is_verified,
                    first_message_index = excluded.first_message_index,
                    forwarded_count = excluded.forwarded_count,
                    session_data = excluded.session_data
                where (excluded.is_verified, kept.first_message_index, kept.forwarded_count)
                    > (kept.is_verified, excluded.first_message_index, excluded.forwarded_count)
                returning kept.room_id, kept.session_id, octet_length(kept.session_data) as size
            ), change as (
                select count(*) as writes,
                       count(*) filter (where earlier.size is null) as more_keys,
                       coalesce(sum(written.size - coalesce(earlier.size, 0)), 0) as more_bytes
                from written
                left join earlier using (room_id, session_id)
            )
            update auth.key_backup backup
            set etag = etag + least(change.writes, 1),
                key_count = key_count + change.more_keys,
                key_bytes = key_bytes + change.more_bytes
            from change
            where backup.user_id = :user and backup.version = :version
            returning etag, key_count
            """;

    private final DatabaseClient database;

    RoomKeyRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Keeps of each key the better one: verified before unverified, then the one that decrypts from
     * an earlier message, then the one that was forwarded less often; of equals the one that is
     * there. The tally changes only where a key did.
     */
    Mono<KeyTally> merge(KeyBackup backup, List<RoomKey> keys) {
        return database.sql(MERGE)
                .bind("user", backup.owner().value())
                .bind("version", backup.version().number())
                .bind("keySet", backup.keySet())
                .bind("rooms", column(keys, RoomKey::roomId, String[]::new))
                .bind("sessions", column(keys, RoomKey::sessionId, String[]::new))
                .bind("verified", column(keys, RoomKey::isVerified, Boolean[]::new))
                .bind("indexes", column(keys, RoomKey::firstMessageIndex, Long[]::new))
                .bind("forwarded", column(keys, RoomKey::forwardedCount, Long[]::new))
                .bind("data", column(keys, RoomKey::sessionData, String[]::new))
                .map(RoomKeyRepository::tally)
                .one();
    }

    /** Takes out the keys of a room. */
    Mono<KeyTally> delete(KeyBackup backup, RoomId room) {
        return deletion(backup, "room_id = :room")
                .bind("room", room.value())
                .map(RoomKeyRepository::tally)
                .one();
    }

    /** Takes out one key. */
    Mono<KeyTally> delete(KeyBackup backup, RoomId room, String session) {
        return deletion(backup, "room_id = :room and session_id = :session")
                .bind("room", room.value())
                .bind("session", session)
                .map(RoomKeyRepository::tally)
                .one();
    }

    private DatabaseClient.GenericExecuteSpec deletion(KeyBackup backup, String condition) {
        return database.sql(
                        """
                        with deleted as (
                            delete from auth.room_key
                            where key_set = :keySet and %s
                            returning octet_length(session_data) as size
                        ), change as (
                            select count(*) as fewer_keys, coalesce(sum(size), 0) as fewer_bytes
                            from deleted
                        )
                        update auth.key_backup backup
                        set etag = etag + least(change.fewer_keys, 1),
                            key_count = key_count - change.fewer_keys,
                            key_bytes = key_bytes - change.fewer_bytes
                        from change
                        where backup.user_id = :user and backup.version = :version
                        returning etag, key_count
                        """
                                .formatted(condition))
                .bind("user", backup.owner().value())
                .bind("version", backup.version().number())
                .bind("keySet", backup.keySet());
    }

    /** Takes out all keys at once, which is quick however many they are. */
    Mono<KeyTally> deleteAll(KeyBackup backup) {
        return database.sql(
                        """
                        with discarded as (
                            insert into auth.discarded_key_set (key_set)
                            values (:keySet))
                        update auth.key_backup
                        set key_set = nextval('auth.key_set'), etag = etag + 1, key_count = 0, key_bytes = 0
                        where user_id = :user and version = :version
                        returning etag, key_count
                        """)
                .bind("user", backup.owner().value())
                .bind("version", backup.version().number())
                .bind("keySet", backup.keySet())
                .map(RoomKeyRepository::tally)
                .one();
    }

    Mono<RoomKey> find(KeyBackup backup, RoomId room, String session) {
        return database.sql(SELECT + "and room_id = :room and session_id = :session")
                .bind("keySet", backup.keySet())
                .bind("room", room.value())
                .bind("session", session)
                .map(RoomKeyRepository::key)
                .one();
    }

    /** The keys after one, in the order of rooms and sessions; from the beginning without one. */
    Mono<List<RoomKey>> list(KeyBackup backup, Optional<RoomKey> last, int limit) {
        return page(
                database.sql(
                                SELECT
                                        + """
                                        and (room_id, session_id) > (:lastRoom, :lastSession)
                                        order by room_id, session_id
                                        limit :limit
                                        """)
                        .bind("lastRoom", last.map(RoomKey::roomId).orElse("")),
                backup,
                last,
                limit);
    }

    /** The same of one room. */
    Mono<List<RoomKey>> list(KeyBackup backup, RoomId room, Optional<RoomKey> last, int limit) {
        return page(
                database.sql(
                                SELECT
                                        + """
                                        and room_id = :room and session_id > :lastSession
                                        order by session_id
                                        limit :limit
                                        """)
                        .bind("room", room.value()),
                backup,
                last,
                limit);
    }

    private static Mono<List<RoomKey>> page(
            DatabaseClient.GenericExecuteSpec statement,
            KeyBackup backup,
            Optional<RoomKey> last,
            int limit) {
        return statement
                .bind("keySet", backup.keySet())
                .bind("lastSession", last.map(RoomKey::sessionId).orElse(""))
                .bind("limit", limit)
                .map(RoomKeyRepository::key)
                .all()
                .collectList();
    }

    private static <T> T[] column(
            List<RoomKey> keys, Function<RoomKey, T> value, IntFunction<T[]> array) {
        return keys.stream().map(value).toArray(array);
    }

    private static KeyTally tally(Readable row) {
        return new KeyTally(String.valueOf(number(row, "etag")), number(row, "key_count"));
    }

    private static RoomKey key(Readable row) {
        return new RoomKey(
                text(row, "room_id"),
                text(row, "session_id"),
                Boolean.TRUE.equals(row.get("is_verified", Boolean.class)),
                number(row, "first_message_index"),
                number(row, "forwarded_count"),
                text(row, "session_data"));
    }
}
