package dev.ganglion.auth.logintoken;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.account.Account;
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
import java.util.Optional;

/** Hashes of login tokens. */
@Repository
class LoginTokenRepository implements Belongings {
    private final DatabaseClient database;
    private final Clock clock;

    LoginTokenRepository(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whoever makes one sweeps up those that nobody used; relies on login_token_expiry. */
    Mono<Void> insert(
            TokenHash hash, Account account, Duration lifetime, Optional<ProviderSession> origin) {
        Instant now = clock.instant();
        var statement =
                database.sql(
                                """
                        with swept as (
                            delete from auth.login_token
                            where expires_at < :now)
                        insert into auth.login_token
                            (token_hash, user_id, password_version, expires_at,
                             provider, subject, provider_session)
                        values (:hash, :user, :passwordVersion, :expiresAt,
                                :provider, :subject, :providerSession)
                        """)
                        .bind("now", now)
                        .bind("hash", hash.bytes())
                        .bind("user", account.userId().value())
                        .bind("passwordVersion", account.passwordVersion())
                        .bind("expiresAt", now.plus(lifetime));
        return OriginColumns.bind(statement, origin).then();
    }

    Mono<LoginTokens.Good> find(TokenHash hash) {
        return database.sql(
                        """
                        select user_id, password_version, provider, subject, provider_session
                        from auth.login_token
                        where token_hash = :hash and expires_at > :now
                        """)
                .bind("hash", hash.bytes())
                .bind("now", clock.instant())
                .map(row -> good(hash, row))
                .one();
    }

    /** Of many who delete it at once, one hears yes. */
    Mono<Boolean> delete(TokenHash hash) {
        return database.sql("delete from auth.login_token where token_hash = :hash")
                .bind("hash", hash.bytes())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Relies on login_token_provider. */
    Mono<Void> deleteFrom(ProviderSession origin) {
        var statement =
                database.sql("delete from auth.login_token where " + OriginColumns.OF_ORIGIN);
        return OriginColumns.bind(statement, Optional.of(origin)).then();
    }

    /** There are only those of the last minutes. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.login_token where user_id = :user")
                .bind("user", user.value())
                .then();
    }

    private static LoginTokens.Good good(TokenHash hash, Readable row) {
        return new LoginTokens.Good(
                hash,
                UserId.parse(text(row, "user_id")),
                Math.toIntExact(number(row, "password_version")),
                OriginColumns.read(row));
    }
}
