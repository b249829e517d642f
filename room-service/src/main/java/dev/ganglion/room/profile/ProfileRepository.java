package dev.ganglion.room.profile;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.Objects;

/** The table of profile fields. */
@Repository
class ProfileRepository {
    private final DatabaseClient database;

    ProfileRepository(DatabaseClient database) {
        this.database = database;
    }

    /** All fields; an empty object for a user who has set none. Relies on profile's primary key. */
    Mono<JsonObject> find(UserId user) {
        return database.sql("select field, value from rooms.profile where user_id = :user")
                .bind("user", user.value())
                .map(
                        row ->
                                Map.entry(
                                        Objects.requireNonNull(row.get("field", String.class)),
                                        Json.parse(
                                                Objects.requireNonNull(
                                                        row.get("value", byte[].class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(JsonObject::of);
    }

    /** Until the transaction's end nobody else locks this user's profile. */
    Mono<Void> lock(UserId user) {
        return database.sql(
                        "select pg_advisory_xact_lock(hashtextextended('profile ' || :user, 0))")
                .bind("user", user.value())
                .then();
    }

    Mono<Void> put(UserId user, String field, JsonValue value) {
        return database.sql(
                        """
                        insert into rooms.profile (user_id, field, value)
                        values (:user, :field, :value)
                        on conflict (user_id, field) do update set value = excluded.value
                        """)
                .bind("user", user.value())
                .bind("field", field)
                .bind("value", CanonicalJson.encode(value))
                .then();
    }

    Mono<Void> delete(UserId user, String field) {
        return database.sql("delete from rooms.profile where user_id = :user and field = :field")
                .bind("user", user.value())
                .bind("field", field)
                .then();
    }

    Mono<Void> deleteAll(UserId user) {
        return database.sql("delete from rooms.profile where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    /**
     * Whether both are in a room that is open. Relies on room_member_of_user and room_member's
     * primary key.
     */
    Mono<Boolean> isSharingRoom(UserId one, UserId other) {
        return database.sql(
                        """
                        select 1
                        from rooms.room_member a
                        join rooms.room_member b on b.room_nid = a.room_nid
                        join rooms.room_head h on h.room_nid = a.room_nid
                        where a.user_id = :one
                          and a.membership = 'join'
                          and b.user_id = :other
                          and b.membership = 'join'
                        limit 1
                        """)
                .bind("one", one.value())
                .bind("other", other.value())
                .map(_ -> true)
                .one()
                .defaultIfEmpty(false);
    }
}
