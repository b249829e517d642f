package dev.ganglion.auth.openid;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** The OpenID tokens of this server's users. They are no access tokens, nor are those such. */
@Repository
public class OpenIdTokens implements Belongings {
    static final Duration LIFETIME = Duration.ofHours(1);

    /** How many a user has at one time; one more ends the oldest. */
    static final int MAX_PER_USER = 100;

    private static final String PREFIX = "got_";
    private static final int RANDOM_BYTES = 32;

    private final DatabaseClient database;
    private final SecureRandom random;
    private final Clock clock;

    OpenIdTokens(DatabaseClient database, SecureRandom random, Clock clock) {
        this.database = database;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Who asked for this token. Fails with {@code M_UNKNOWN_TOKEN} when it is unknown or expired,
     * or its user deactivated or locked. Relies on the primary keys.
     */
    public Mono<UserId> bearer(String token) {
        return database.sql(
                        """
                        select token.user_id
                        from auth.openid_token token
                        join auth.account account on account.user_id = token.user_id
                        where token.token_hash = :hash
                          and token.expires_at > :now
                          and account.deactivated_at is null
                          and account.standing <> 'LOCKED'
                        """)
                .bind("hash", TokenHash.of(token).bytes())
                .bind("now", clock.instant())
                .map(row -> UserId.parse(text(row, "user_id")))
                .one()
                .switchIfEmpty(Mono.error(OpenIdTokens::unknown));
    }

    /** Relies on openid_token_user. */
    Mono<String> issue(UserId user) {
        String token = PREFIX + randomText();
        return database.sql(
                        """
                        with surplus as (
                            delete from auth.openid_token
                            where token_hash in (
                                select token_hash
                                from auth.openid_token
                                where user_id = :user
                                order by expires_at desc
                                offset :others))
                        insert into auth.openid_token (token_hash, user_id, expires_at)
                        values (:hash, :user, :expiresAt)
                        """)
                .bind("user", user.value())
                .bind("others", MAX_PER_USER - 1)
                .bind("hash", TokenHash.of(token).bytes())
                .bind("expiresAt", clock.instant().plus(LIFETIME))
                .then()
                .thenReturn(token);
    }

    /** Relies on openid_token_expiry. */
    Mono<Void> forgetExpired() {
        return database.sql(
                        """
                        delete from auth.openid_token
                        where expires_at <= :now
                        """)
                .bind("now", clock.instant())
                .then();
    }

    /** Relies on openid_token_user. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql(
                        """
                        delete from auth.openid_token
                        where user_id = :user
                        """)
                .bind("user", user.value())
                .then();
    }

    private String randomText() {
        return RandomText.of(RANDOM_BYTES, random);
    }

    private static MatrixException unknown() {
        return MatrixException.of(
                401, ErrorCode.UNKNOWN_TOKEN, "The OpenID token is unknown or has expired");
    }
}
