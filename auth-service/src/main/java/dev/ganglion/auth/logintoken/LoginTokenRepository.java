package dev.ganglion.auth.logintoken;

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

    /** Of many who take one token at once, one gets it. */
    Mono<LoginTokens.Redeemed> take(TokenHash hash) {
        Instant now = clock.instant();
        return database.sql(
                        """
                        delete from auth.login_token
                        where token_hash = :hash
                        returning user_id, password_version, expires_at > :now as is_good,
                                  provider, subject, provider_session
                        """)
                .bind("hash", hash.bytes())
                .bind("now", now)
                .map(LoginTokenRepository::taken)
                .one()
                .filter(Taken::isGood)
                .map(Taken::redeemed);
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

    private static Taken taken(Readable row) {
        Integer version = row.get("password_version", Integer.class);
        return new Taken(
                Boolean.TRUE.equals(row.get("is_good", Boolean.class)),
                new LoginTokens.Redeemed(
                        UserId.parse(text(row, "user_id")),
                        version == null ? 0 : version,
                        OriginColumns.read(row)));
    }

    private record Taken(boolean isGood, LoginTokens.Redeemed redeemed) {}
}
