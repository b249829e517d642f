package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.device.KnownDevices;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Writes what a client says of a pusher. One at a time, for it is rare: limits hold, and so does
 * who has a key.
 */
@Component
class PusherWriter {
    private static final long LOCK = 7_205_759_403L;

    private static final String UPSERT =
            """
            insert into sync.pusher (user_id, app_id, pushkey, kind, device_id, device_created, is_enabled,
                                     app_display_name, device_display_name, profile_tag, lang, data, host,
                                     begins_after)
            select :user, :appId, :pushkey, :kind, :device, made.created, :enabled,
                   :app, :deviceName, :tag, :lang, :data, :host,
                   (select coalesce(max(position), 0) from rooms.event)
            from (select %s as created
                  from auth.known_device d
                  where d.user_id = :user and d.device_id = :device
                  union all
                  select null
                  where :device is null) made
            on conflict (user_id, app_id, pushkey) do update
            set kind = excluded.kind,
                device_id = excluded.device_id,
                device_created = excluded.device_created,
                is_enabled = excluded.is_enabled,
                app_display_name = excluded.app_display_name,
                device_display_name = excluded.device_display_name,
                profile_tag = excluded.profile_tag,
                lang = excluded.lang,
                data = excluded.data,
                host = excluded.host,
                set_at = now(),
                failures = 0,
                due_at = case when pusher.failures > 0 then least(pusher.due_at, now())
                              else pusher.due_at end
            """
                    .formatted(KnownDevices.CREATED);

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final PusherProperties properties;

    PusherWriter(
            DatabaseClient database,
            TransactionalOperator transaction,
            PusherProperties properties) {
        this.database = database;
        this.transaction = transaction;
        this.properties = properties;
    }

    /**
     * Puts the pusher in place of one with the same key; of other users, too, unless it is
     * appended. It belongs to the requester's device; one that mails belongs to the account, for it
     * is there for whoever is logged in nowhere.
     */
    Mono<Void> set(Requester requester, PusherSettings settings) {
        return lock().then(
                        settings.isAppended() ? Mono.empty() : removeOfOthers(requester, settings))
                .then(upsert(requester, settings))
                .then(mustNotBeTooMany(requester.userId()))
                .as(transaction::transactional);
    }

    private Mono<Void> lock() {
        return database.sql("select pg_advisory_xact_lock(:lock)").bind("lock", LOCK).then();
    }

    /** Relies on pusher_of_key. */
    private Mono<Void> removeOfOthers(Requester requester, PusherSettings settings) {
        return database.sql(
                        """
                        delete from sync.pusher
                        where app_id = :appId and pushkey = :pushkey and user_id <> :user
                        """)
                .bind("appId", settings.key().appId())
                .bind("pushkey", settings.key().pushkey())
                .bind("user", requester.userId().value())
                .then();
    }

    /** Where the requester's device is gone meanwhile, nothing is written. */
    private Mono<Void> upsert(Requester requester, PusherSettings settings) {
        return database.sql(UPSERT)
                .bind("user", requester.userId().value())
                .bind("appId", settings.key().appId())
                .bind("pushkey", settings.key().pushkey())
                .bind("kind", settings.kind().value())
                .bind("device", optional(device(requester, settings)))
                .bind("enabled", settings.isEnabled())
                .bind("app", settings.names().appDisplayName())
                .bind("deviceName", settings.names().deviceDisplayName())
                .bind("tag", optional(settings.names().profileTag()))
                .bind("lang", settings.names().lang())
                .bind("data", CanonicalJson.encode(settings.data()))
                .bind("host", settings.host())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .switchIfEmpty(Mono.error(() -> MatrixException.unknownToken(false)))
                .then();
    }

    /** Relies on the key of user, application and push key. */
    private Mono<Void> mustNotBeTooMany(UserId user) {
        return database.sql("select count(*) as pushers from sync.pusher where user_id = :user")
                .bind("user", user.value())
                .mapValue(Long.class)
                .one()
                .filter(pushers -> pushers <= properties.maxPerUser())
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.invalidParam("You have too many pushers")))
                .then();
    }

    private static Optional<String> device(Requester requester, PusherSettings settings) {
        return switch (settings.kind()) {
            case HTTP -> requester.deviceId().map(DeviceId::value);
            case EMAIL -> Optional.empty();
        };
    }

    private static Parameter optional(Optional<String> text) {
        return Parameters.in(R2dbcType.VARCHAR, text.orElse(null));
    }
}
