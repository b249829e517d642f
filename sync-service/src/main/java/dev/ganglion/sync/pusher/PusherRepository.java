package dev.ganglion.sync.pusher;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Reads pushers and takes them away. */
@Repository
class PusherRepository {
    private static final String DEVICE = "org.matrix.msc3881.device_id";

    private final DatabaseClient database;

    PusherRepository(DatabaseClient database) {
        this.database = database;
    }

    /** As clients read them. Relies on the key of user, application and push key. */
    Flux<JsonObject> list(UserId user) {
        return database.sql(
                        """
                        select p.pushkey, p.kind, p.app_id, p.app_display_name, p.device_display_name, p.profile_tag,
                               p.lang, p.data, p.device_id, p.is_enabled
                        from sync.pusher p
                        where p.user_id = :user and %s
                        order by p.pusher_id
                        """
                                .formatted(Pushers.HAS_ITS_DEVICE))
                .bind("user", user.value())
                .map(PusherRepository::read)
                .all();
    }

    /** However an email address is spelt. Relies on the key of user, application and push key. */
    Mono<Void> remove(UserId user, PusherKey key) {
        return database.sql(
                        """
                        delete from sync.pusher
                        where user_id = :user and app_id = :appId
                          and (pushkey = :pushkey or (kind = 'email' and pushkey = :small))
                        """)
                .bind("user", user.value())
                .bind("appId", key.appId())
                .bind("pushkey", key.pushkey())
                .bind("small", key.pushkey().toLowerCase(Locale.ROOT))
                .then();
    }

    Mono<Void> removeAll(UserId user) {
        return database.sql("delete from sync.pusher where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    /** Those whose devices are gone. */
    Mono<Void> removeOfFormerDevices(UserId user) {
        return database.sql(
                        "delete from sync.pusher p where p.user_id = :user and not %s"
                                .formatted(Pushers.HAS_ITS_DEVICE))
                .bind("user", user.value())
                .then();
    }

    /** The same of all users. */
    Mono<Void> removeOfFormerDevices() {
        return database.sql(
                        "delete from sync.pusher p where not %s".formatted(Pushers.HAS_ITS_DEVICE))
                .then();
    }

    private static JsonObject read(Readable row) {
        byte[] data = Objects.requireNonNull(row.get("data", byte[].class));
        return JsonObject.builder()
                .put("pushkey", text(row, "pushkey"))
                .put("kind", text(row, "kind"))
                .put("app_id", text(row, "app_id"))
                .put("app_display_name", text(row, "app_display_name"))
                .put("device_display_name", text(row, "device_display_name"))
                .putIfPresent(
                        "profile_tag", Optional.ofNullable(row.get("profile_tag", String.class)))
                .put("lang", text(row, "lang"))
                .put("data", Json.parseObject(data))
                .putIfPresent(DEVICE, Optional.ofNullable(row.get("device_id", String.class)))
                .put(
                        PusherRequest.ENABLED,
                        Boolean.TRUE.equals(row.get("is_enabled", Boolean.class)))
                .build();
    }
}
