package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.Optional;

/** Stored presence. */
@Repository
class PresenceRepository {
    private final DatabaseClient database;

    PresenceRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * @param lastActive milliseconds since 1970
     */
    record Stored(String presence, Optional<String> statusMessage, long lastActive) {}

    Mono<Void> store(UserId user, String presence, String message, long now) {
        return database.sql(
                        """
                        insert into sync.presence (user_id, presence, status_msg, last_active_ts)
                        values (:user, :presence, nullif(:message, ''), :now)
                        on conflict (user_id) do update
                        set presence = excluded.presence,
                            status_msg = excluded.status_msg,
                            last_active_ts = excluded.last_active_ts
                        """)
                .bind("user", user.value())
                .bind("presence", presence)
                .bind("message", message)
                .bind("now", now)
                .then();
    }

    Mono<Stored> find(UserId user) {
        return database.sql(
                        """
                        select presence, status_msg, last_active_ts
                        from sync.presence
                        where user_id = :user
                        """)
                .bind("user", user.value())
                .map(
                        row ->
                                new Stored(
                                        Objects.requireNonNull(row.get("presence", String.class)),
                                        Optional.ofNullable(row.get("status_msg", String.class)),
                                        Objects.requireNonNull(
                                                row.get("last_active_ts", Long.class))))
                .one();
    }

    /** Whether they are the same or share a room. Relies on room_member_of_user. */
    Mono<Boolean> mayAsk(UserId reader, UserId user) {
        return database.sql(
                        """
                        select :reader = :user or exists (
                            select 1
                            from rooms.room_member mine
                            join rooms.room_member theirs on theirs.room_nid = mine.room_nid
                            where mine.user_id = :reader and mine.membership = 'join'
                              and theirs.user_id = :user and theirs.membership = 'join'
                        ) as may_ask
                        """)
                .bind("reader", reader.value())
                .bind("user", user.value())
                .map(row -> Objects.requireNonNull(row.get("may_ask", Boolean.class)))
                .one();
    }
}
