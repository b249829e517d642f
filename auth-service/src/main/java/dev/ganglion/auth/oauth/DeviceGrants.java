package dev.ganglion.auth.oauth;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.auth.token.EndsWithProvider;
import dev.ganglion.auth.token.OriginColumns;
import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Devices without a browser that wait for a user. All statements rely on the unique hashes unless
 * they say otherwise.
 */
@Repository
class DeviceGrants implements Belongings, EndsWithProvider {
    /** How long a device has to wait between two questions, at first. */
    static final int INTERVAL_SECONDS = 5;

    private final DatabaseClient database;
    private final OAuthProperties properties;
    private final Clock clock;

    DeviceGrants(DatabaseClient database, OAuthProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /** Somebody to ask about. */
    record Pending(String clientId, MatrixScope scope) {}

    /**
     * How a grant stands when its device asks.
     *
     * @param isTooSoon the device has not waited as long as it was told
     * @param approval whose device it is to be; absent until somebody says yes
     */
    record Polled(
            String clientId,
            MatrixScope scope,
            boolean isExpired,
            boolean isDenied,
            boolean isTooSoon,
            Optional<Approval> approval) {}

    record Approval(UserId userId, int passwordVersion, Optional<ProviderSession> origin) {}

    /** Empty when the user code is taken, which another one is not. */
    Mono<Long> insert(String deviceCode, UserCode userCode, Client client, MatrixScope scope) {
        return database.sql(
                        """
                        insert into auth.oauth_device_grant
                            (device_code_hash, user_code_hash, client_id, device_id, scope,
                             interval_seconds, expires_at)
                        values (:deviceCode, :userCode, :client, :device, :scope, :interval, :expiresAt)
                        on conflict do nothing
                        """)
                .bind("deviceCode", TokenHash.of(deviceCode).bytes())
                .bind("userCode", userCode.hash().bytes())
                .bind("client", client.id())
                .bind("device", scope.deviceId().value())
                .bind("scope", scope.text())
                .bind("interval", INTERVAL_SECONDS)
                .bind("expiresAt", clock.instant().plus(properties.deviceCodeLifetime()))
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0);
    }

    /** Empty when there is no such code, or it has expired or been answered. */
    Mono<Pending> find(UserCode code) {
        return database.sql(
                        """
                        select client_id, device_id, scope
                        from auth.oauth_device_grant
                        where user_code_hash = :code and expires_at > :now
                          and user_id is null and not is_denied
                        """)
                .bind("code", code.hash().bytes())
                .bind("now", clock.instant())
                .map(row -> new Pending(text(row, "client_id"), scope(row)))
                .one();
    }

    /** Whether the answer came in time, first, and before the end of the browser's session. */
    Mono<Boolean> approve(UserCode code, BrowserSession session) {
        var statement =
                database.sql(
                                """
                        with signed_in as (
                            select user_id
                            from auth.browser_session
                            where session_hash = :session
                            for share)
                        update auth.oauth_device_grant
                        set user_id = signed_in.user_id, password_version = :passwordVersion,
                            provider = :provider, subject = :subject,
                            provider_session = :providerSession
                        from signed_in
                        where user_code_hash = :code and expires_at > :now
                          and oauth_device_grant.user_id is null and not is_denied
                        """)
                        .bind("session", session.hash().bytes())
                        .bind("passwordVersion", session.passwordVersion())
                        .bind("code", code.hash().bytes())
                        .bind("now", clock.instant());
        return OriginColumns.bind(statement, session.origin())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Mono<Void> deny(UserCode code) {
        return database.sql(
                        """
                        update auth.oauth_device_grant
                        set is_denied = true
                        where user_code_hash = :code and user_id is null
                        """)
                .bind("code", code.hash().bytes())
                .then();
    }

    /** A device that does not wait has to wait longer: RFC 8628, 3.5. A second is forgiven. */
    Mono<Polled> poll(TokenHash deviceCode) {
        return database.sql(
                        """
                        with before as (
                            select device_code_hash,
                                   coalesce(:now < last_polled_at + make_interval(secs => interval_seconds - 1), false)
                                       as is_too_soon
                            from auth.oauth_device_grant
                            where device_code_hash = :deviceCode
                            for update)
                        update auth.oauth_device_grant waiting
                        set last_polled_at = :now,
                            interval_seconds = least(60,
                                interval_seconds + case when before.is_too_soon then 5 else 0 end)
                        from before
                        where waiting.device_code_hash = before.device_code_hash
                        returning waiting.client_id, waiting.device_id, waiting.scope,
                                  waiting.expires_at <= :now as is_expired, waiting.is_denied,
                                  before.is_too_soon, waiting.user_id, waiting.password_version,
                                  waiting.provider, waiting.subject, waiting.provider_session
                        """)
                .bind("deviceCode", deviceCode.bytes())
                .bind("now", clock.instant())
                .map(DeviceGrants::polled)
                .one();
    }

    /** Whether it was there: of many who take it at once, one hears yes. */
    Mono<Boolean> take(TokenHash deviceCode) {
        return database.sql(
                        """
                        delete from auth.oauth_device_grant
                        where device_code_hash = :deviceCode
                        """)
                .bind("deviceCode", deviceCode.bytes())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Those whose device has not fetched its tokens; relies on oauth_device_grant_provider. */
    @Override
    public Mono<Void> endAllFrom(ProviderSession origin) {
        var statement =
                database.sql(
                        "delete from auth.oauth_device_grant where " + OriginColumns.OF_ORIGIN);
        return OriginColumns.bind(statement, Optional.of(origin)).then();
    }

    /** Keeps them for as long again, so that devices hear that they are too late. */
    Mono<Void> forgetExpired() {
        Instant before = clock.instant().minus(properties.deviceCodeLifetime());
        return database.sql(
                        """
                        delete from auth.oauth_device_grant
                        where expires_at < :before
                        """)
                .bind("before", before)
                .then();
    }

    /** Few devices wait at a time. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.oauth_device_grant where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    private static Polled polled(Readable row) {
        return new Polled(
                text(row, "client_id"),
                scope(row),
                isTrue(row, "is_expired"),
                isTrue(row, "is_denied"),
                isTrue(row, "is_too_soon"),
                Optional.ofNullable(row.get("user_id", String.class))
                        .map(UserId::parse)
                        .map(
                                user ->
                                        new Approval(
                                                user,
                                                Math.toIntExact(number(row, "password_version")),
                                                OriginColumns.read(row))));
    }

    private static MatrixScope scope(Readable row) {
        return new MatrixScope(DeviceId.parse(text(row, "device_id")), text(row, "scope"));
    }

    private static boolean isTrue(Readable row, String column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }
}
