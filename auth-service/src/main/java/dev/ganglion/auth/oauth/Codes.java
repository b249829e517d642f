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
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Authorization codes. All statements rely on the primary key unless they say otherwise. */
@Repository
class Codes implements Belongings, EndsWithProvider {
    /** How long after its end a code is known as used. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private final DatabaseClient database;
    private final Secrets secrets;
    private final OAuthProperties properties;
    private final Clock clock;

    Codes(DatabaseClient database, Secrets secrets, OAuthProperties properties, Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.properties = properties;
        this.clock = clock;
    }

    /** What a code stands for. */
    record Grant(
            TokenHash code,
            String clientId,
            UserId userId,
            int passwordVersion,
            MatrixScope scope,
            String redirectUri,
            String codeChallenge,
            Instant expiresAt,
            Optional<ProviderSession> origin) {}

    /**
     * The code on its only way out; empty when the browser's session has ended meanwhile, with
     * which its codes ended.
     */
    Mono<String> issue(Authorization authorization, BrowserSession session) {
        String code = secrets.code();
        var statement =
                database.sql(
                                """
                        insert into auth.oauth_code
                            (code_hash, client_id, user_id, password_version, device_id, scope,
                             redirect_uri, code_challenge, expires_at,
                             provider, subject, provider_session)
                        select :hash, :client, :user, :passwordVersion, :device, :scope,
                               :redirectUri, :challenge, :expiresAt,
                               :provider, :subject, :providerSession
                        from auth.browser_session
                        where session_hash = :session
                        for share
                        """)
                        .bind("session", session.hash().bytes())
                        .bind("hash", TokenHash.of(code).bytes())
                        .bind("client", authorization.client().id())
                        .bind("user", session.userId().value())
                        .bind("passwordVersion", session.passwordVersion())
                        .bind("device", authorization.scope().deviceId().value())
                        .bind("scope", authorization.scope().text())
                        .bind("redirectUri", authorization.redirectUri())
                        .bind("challenge", authorization.codeChallenge())
                        .bind("expiresAt", clock.instant().plus(properties.codeLifetime()));
        return OriginColumns.bind(statement, session.origin())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .map(_ -> code);
    }

    /** Uses the code up, whatever comes of it; empty when there is none that is unused. */
    Mono<Grant> use(TokenHash code) {
        return database.sql(
                        """
                        update auth.oauth_code
                        set used_at = :now
                        where code_hash = :hash and used_at is null
                        returning client_id, user_id, password_version, device_id, scope,
                                  redirect_uri, code_challenge, expires_at,
                                  provider, subject, provider_session
                        """)
                .bind("hash", code.bytes())
                .bind("now", clock.instant())
                .map(row -> grant(code, row))
                .one();
    }

    /** Remembers that a used code was shown again; empty when nobody knows it. */
    Mono<Grant> revoke(TokenHash code) {
        return database.sql(
                        """
                        update auth.oauth_code
                        set is_revoked = true
                        where code_hash = :hash and used_at is not null
                        returning client_id, user_id, password_version, device_id, scope,
                                  redirect_uri, code_challenge, expires_at,
                                  provider, subject, provider_session
                        """)
                .bind("hash", code.bytes())
                .map(row -> grant(code, row))
                .one();
    }

    /** Whoever deletes a code revokes it too. */
    Mono<Boolean> isRevoked(TokenHash code) {
        return database.sql(
                        """
                        select is_revoked
                        from auth.oauth_code
                        where code_hash = :hash
                        """)
                .bind("hash", code.bytes())
                .mapValue(Boolean.class)
                .one()
                .defaultIfEmpty(true);
    }

    /**
     * Only the newest session of a device can be ended by its code. Relies on oauth_code_device.
     */
    Mono<Void> forgetOthers(Grant grant) {
        return database.sql(
                        """
                        delete from auth.oauth_code
                        where user_id = :user and device_id = :device
                          and code_hash <> :hash and used_at is not null
                        """)
                .bind("user", grant.userId().value())
                .bind("device", grant.scope().deviceId().value())
                .bind("hash", grant.code().bytes())
                .then();
    }

    /** Used ones too, whose session may be about to begin; relies on oauth_code_provider. */
    @Override
    public Mono<Void> endAllFrom(ProviderSession origin) {
        var statement =
                database.sql("delete from auth.oauth_code where " + OriginColumns.OF_ORIGIN);
        return OriginColumns.bind(statement, Optional.of(origin)).then();
    }

    /** Relies on oauth_code_expiry. */
    Mono<Void> forgetExpired() {
        return database.sql(
                        """
                        delete from auth.oauth_code
                        where expires_at < :before
                        """)
                .bind("before", clock.instant().minus(MEMORY))
                .then();
    }

    /** Relies on oauth_code_device. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.oauth_code where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    private static Grant grant(TokenHash code, Readable row) {
        return new Grant(
                code,
                text(row, "client_id"),
                UserId.parse(text(row, "user_id")),
                Math.toIntExact(number(row, "password_version")),
                new MatrixScope(DeviceId.parse(text(row, "device_id")), text(row, "scope")),
                text(row, "redirect_uri"),
                text(row, "code_challenge"),
                Objects.requireNonNull(row.get("expires_at", Instant.class)),
                OriginColumns.read(row));
    }
}
