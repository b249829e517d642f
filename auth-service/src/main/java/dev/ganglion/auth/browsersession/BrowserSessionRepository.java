package dev.ganglion.auth.browsersession;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.auth.token.OriginColumns;
import dev.ganglion.auth.token.ProviderSession;
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

/**
 * Sessions by the hash of their cookie. All statements rely on the primary key or say otherwise.
 */
@Repository
class BrowserSessionRepository implements Belongings {
    /** Looking at pages is written down only so often. */
    private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);

    private final DatabaseClient database;
    private final BrowserSessionProperties properties;
    private final Clock clock;

    BrowserSessionRepository(
            DatabaseClient database, BrowserSessionProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<Void> insert(
            TokenHash hash, UserId user, int passwordVersion, Optional<ProviderSession> origin) {
        Instant now = clock.instant();
        var statement =
                database.sql(
                                """
                        insert into auth.browser_session
                            (session_hash, user_id, password_version, last_used_at, expires_at,
                             provider, subject, provider_session)
                        values (:hash, :user, :passwordVersion, :now, :expiresAt,
                                :provider, :subject, :providerSession)
                        """)
                        .bind("hash", hash.bytes())
                        .bind("user", user.value())
                        .bind("passwordVersion", passwordVersion)
                        .bind("now", now)
                        .bind("expiresAt", now.plus(properties.lifetime()));
        return OriginColumns.bind(statement, origin).then();
    }

    /** A session ends with its account, with another password, and when the account is locked. */
    Mono<BrowserSession> find(TokenHash hash) {
        Instant now = clock.instant();
        return database.sql(
                        """
                        select session.user_id, session.password_version, session.last_used_at,
                               session.provider, session.subject, session.provider_session
                        from auth.browser_session session
                        join auth.account account on account.user_id = session.user_id
                        where session.session_hash = :hash
                          and session.expires_at > :now
                          and session.last_used_at > :idleSince
                          and account.password_version = session.password_version
                          and account.deactivated_at is null
                          and account.standing <> 'LOCKED'
                        """)
                .bind("hash", hash.bytes())
                .bind("now", now)
                .bind("idleSince", now.minus(properties.idleLifetime()))
                .map(
                        row ->
                                new Found(
                                        session(hash, row),
                                        Objects.requireNonNull(
                                                row.get("last_used_at", Instant.class))))
                .one()
                .flatMap(found -> touched(found, hash, now).thenReturn(found.session));
    }

    /** Relies on browser_session_user. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.browser_session where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    private Mono<Void> touched(Found found, TokenHash hash, Instant now) {
        if (found.lastUsedAt.isAfter(now.minus(TOUCH_INTERVAL))) {
            return Mono.empty();
        }
        return database.sql(
                        """
                        update auth.browser_session
                        set last_used_at = :now
                        where session_hash = :hash
                        """)
                .bind("hash", hash.bytes())
                .bind("now", now)
                .then();
    }

    Mono<Void> delete(TokenHash hash) {
        return database.sql(
                        """
                        delete from auth.browser_session
                        where session_hash = :hash
                        """)
                .bind("hash", hash.bytes())
                .then();
    }

    /** Relies on browser_session_user. */
    Mono<Void> deleteOthers(UserId user, TokenHash kept) {
        return database.sql(
                        """
                        delete from auth.browser_session
                        where user_id = :user and session_hash <> :kept
                        """)
                .bind("user", user.value())
                .bind("kept", kept.bytes())
                .then();
    }

    /** Relies on browser_session_provider. */
    Mono<Void> deleteFrom(ProviderSession origin) {
        var statement =
                database.sql("delete from auth.browser_session where " + OriginColumns.OF_ORIGIN);
        return OriginColumns.bind(statement, Optional.of(origin)).then();
    }

    /** Relies on browser_session_expiry. */
    Mono<Void> deleteExpired() {
        return database.sql(
                        """
                        delete from auth.browser_session
                        where expires_at < :now
                        """)
                .bind("now", clock.instant())
                .then();
    }

    private static BrowserSession session(TokenHash hash, Readable row) {
        return new BrowserSession(
                hash.text(),
                UserId.parse(text(row, "user_id")),
                Math.toIntExact(number(row, "password_version")),
                OriginColumns.read(row));
    }

    private record Found(BrowserSession session, Instant lastUsedAt) {}
}
