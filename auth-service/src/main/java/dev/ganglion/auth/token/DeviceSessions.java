package dev.ganglion.auth.token;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The statements of {@link Sessions} and {@link TokenRefresh}. Whoever changes a device's tokens
 * locks its row first, so that a login, a refresh and a logout of one device wait for each other.
 */
@Repository
class DeviceSessions {
    private final DatabaseClient database;
    private final DeviceProperties properties;
    private final Clock clock;

    DeviceSessions(DatabaseClient database, DeviceProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Makes the device or takes it up again, with its row locked, and says whether it is new; empty
     * when the account is deactivated or has another password by now, or the device is dehydrated.
     * The lock on the account's row orders it before or after such a change. No transaction has
     * touched a row that was just inserted, hence its {@code xmax}.
     */
    Mono<Boolean> take(UserDevice device, int passwordVersion, NewSession request) {
        return database.sql(
                        """
                        insert into auth.device (user_id, device_id, display_name, created_at, oauth_client_id)
                        select account.user_id, :device, :name, :now, :client
                        from auth.account
                        where account.user_id = :user
                          and account.password_version = :passwordVersion
                          and account.deactivated_at is null
                        for no key update
                        on conflict (user_id, device_id) do update
                        set confirmed_generation = 0, oauth_client_id = excluded.oauth_client_id
                        where device.dehydrated_data is null
                        returning xmax = 0 as is_new
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("passwordVersion", passwordVersion)
                .bind("name", optional(request.deviceName()))
                .bind("client", optional(request.oauthClient()))
                .bind("now", clock.instant())
                .map(row -> Boolean.TRUE.equals(row.get("is_new", Boolean.class)))
                .one();
    }

    /**
     * As many devices as a user has too many, those first that were unused for longest, and never
     * the kept one. To be asked when that one is taken. Relies on the primary key.
     */
    Mono<List<DeviceId>> listSurplus(UserDevice kept, int limit) {
        return database.sql(
                        """
                        select device_id
                        from auth.device
                        where user_id = :user and device_id <> :kept and dehydrated_data is null
                        order by coalesce(last_seen_at, created_at) desc, device_id
                        offset :others
                        """)
                .bind("user", kept.userId().value())
                .bind("kept", kept.deviceId().value())
                .bind("others", properties.maxPerUser() - 1)
                .map(row -> DeviceId.parse(text(row, "device_id")))
                .all()
                .takeLast(limit)
                .collectList();
    }

    /** The generation that the client is known to have; empty when there is no such device. */
    Mono<Integer> lock(UserDevice device) {
        return database.sql(
                        """
                        select confirmed_generation
                        from auth.device
                        where user_id = :user and device_id = :device
                        for update
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .map(row -> number(row, "confirmed_generation"))
                .one();
    }

    /**
     * All devices of a user but the dehydrated one. Within a transaction they are locked, in one
     * order, against other sessions and not against whoever adds keys to several of them in another
     * order.
     */
    Mono<List<DeviceId>> lockAll(UserId user) {
        return database.sql(
                        """
                        select device_id
                        from auth.device
                        where user_id = :user and dehydrated_data is null
                        order by device_id
                        for no key update
                        """)
                .bind("user", user.value())
                .map(row -> DeviceId.parse(text(row, "device_id")))
                .all()
                .collectList();
    }

    Mono<Void> confirm(UserDevice device, int generation) {
        return database.sql(
                        """
                        update auth.device
                        set confirmed_generation = :generation
                        where user_id = :user and device_id = :device
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("generation", generation)
                .then();
    }

    /** Relies on access_token_device. */
    Flux<TokenHash> deleteAccessTokens(UserDevice device, int fromGeneration, int toGeneration) {
        return database.sql(
                        """
                        delete from auth.access_token
                        where user_id = :user and device_id = :device
                          and generation between :fromGeneration and :toGeneration
                        returning token_hash
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("fromGeneration", fromGeneration)
                .bind("toGeneration", toGeneration)
                .map(DeviceSessions::hash)
                .all();
    }

    /** Relies on refresh_token_device. */
    Mono<Void> deleteRefreshTokens(UserDevice device, int fromGeneration) {
        return database.sql(
                        """
                        delete from auth.refresh_token
                        where user_id = :user and device_id = :device and generation >= :fromGeneration
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("fromGeneration", fromGeneration)
                .then();
    }

    /** All tokens of a device stop working, but are remembered: a soft logout. */
    Flux<TokenHash> expireTokens(UserDevice device) {
        return database.sql(
                        """
                        with refresh as (
                            update auth.refresh_token
                            set expires_at = :now
                            where user_id = :user and device_id = :device)
                        update auth.access_token
                        set expires_at = :now
                        where user_id = :user and device_id = :device
                        returning token_hash
                        """)
                .bind("user", device.userId().value())
                .bind("device", device.deviceId().value())
                .bind("now", clock.instant())
                .map(DeviceSessions::hash)
                .all();
    }

    /** Relies on access_token_device. */
    Flux<TokenHash> deleteAccessTokens(UserId user, Collection<DeviceId> devices) {
        return database.sql(
                        """
                        delete from auth.access_token
                        where user_id = :user and device_id = any(:devices)
                        returning token_hash
                        """)
                .bind("user", user.value())
                .bind("devices", texts(devices))
                .map(DeviceSessions::hash)
                .all();
    }

    /** Their refresh tokens and keys go with them. */
    Mono<Void> deleteDevices(UserId user, Collection<DeviceId> devices) {
        return database.sql(
                        """
                        delete from auth.device
                        where user_id = :user and device_id = any(:devices)
                        """)
                .bind("user", user.value())
                .bind("devices", texts(devices))
                .then();
    }

    private static String[] texts(Collection<DeviceId> devices) {
        return devices.stream().map(DeviceId::value).toArray(String[]::new);
    }

    private static Parameter optional(Optional<String> text) {
        return Parameters.in(R2dbcType.VARCHAR, text.orElse(null));
    }

    private static TokenHash hash(Readable row) {
        byte[] bytes = row.get("token_hash", byte[].class);
        return TokenHash.of(bytes == null ? new byte[0] : bytes);
    }

    private static int number(Readable row, String column) {
        Integer value = row.get(column, Integer.class);
        return value == null ? 0 : value;
    }
}
