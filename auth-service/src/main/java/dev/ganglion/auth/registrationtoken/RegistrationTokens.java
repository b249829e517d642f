package dev.ganglion.auth.registrationtoken;

import dev.ganglion.protocol.error.MatrixException;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The registration tokens of this server. All statements rely on the primary key. */
@Repository
public class RegistrationTokens {
    /** The type of the stage. */
    public static final String STAGE = "m.login.registration_token";

    private static final String SELECT =
            """
            select token, uses_allowed, completed, expires_at
            from auth.registration_token
            """;

    private final DatabaseClient database;
    private final Clock clock;

    RegistrationTokens(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether somebody could register with it at this moment. */
    public Mono<Boolean> isValid(String token) {
        return find(token).map(found -> found.isValidAt(clock.instant())).defaultIfEmpty(false);
    }

    /**
     * Uses up one use; belongs into the transaction that makes the account. Fails with {@code
     * M_FORBIDDEN} when there is none left: of many at once, only as many as are allowed succeed.
     */
    public Mono<Void> use(String token) {
        return database.sql(
                        """
                        update auth.registration_token
                        set completed = completed + 1
                        where token = :token
                          and (uses_allowed is null or completed < uses_allowed)
                          and (expires_at is null or expires_at > :now)
                        """)
                .bind("token", token)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "This registration token is used up or expired")))
                .then();
    }

    Mono<RegistrationToken> find(String token) {
        return database.sql(SELECT + "where token = :token")
                .bind("token", token)
                .map(RegistrationTokens::token)
                .one();
    }

    /** All of them: an operator has dozens. */
    Flux<RegistrationToken> list() {
        return database.sql(SELECT + "order by created_at, token")
                .map(RegistrationTokens::token)
                .all();
    }

    /** Empty when there is such a token already. */
    Mono<RegistrationToken> create(String token, TokenLimits limits) {
        return bound(
                        database.sql(
                                """
                                insert into auth.registration_token (token, uses_allowed, expires_at, created_at)
                                values (:token, :usesAllowed, :expiresAt, :now)
                                on conflict (token) do nothing
                                returning token, uses_allowed, completed, expires_at
                                """),
                        token,
                        limits)
                .bind("now", clock.instant())
                .map(RegistrationTokens::token)
                .one();
    }

    /** Empty when there is no such token. */
    Mono<RegistrationToken> update(String token, TokenLimits limits) {
        return bound(
                        database.sql(
                                """
                                update auth.registration_token
                                set uses_allowed = :usesAllowed, expires_at = :expiresAt
                                where token = :token
                                returning token, uses_allowed, completed, expires_at
                                """),
                        token,
                        limits)
                .map(RegistrationTokens::token)
                .one();
    }

    /** Whether there was such a token. */
    Mono<Boolean> delete(String token) {
        return database.sql(
                        """
                        delete from auth.registration_token
                        where token = :token
                        """)
                .bind("token", token)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static DatabaseClient.GenericExecuteSpec bound(
            DatabaseClient.GenericExecuteSpec statement, String token, TokenLimits limits) {
        return statement
                .bind("token", token)
                .bind(
                        "usesAllowed",
                        Parameters.in(R2dbcType.INTEGER, limits.usesAllowed().orElse(null)))
                .bind(
                        "expiresAt",
                        Parameters.in(
                                R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                                limits.expiresAt().orElse(null)));
    }

    private static RegistrationToken token(Readable row) {
        Integer completed = row.get("completed", Integer.class);
        return new RegistrationToken(
                String.valueOf(row.get("token", String.class)),
                Optional.ofNullable(row.get("uses_allowed", Integer.class)),
                completed == null ? 0 : completed,
                Optional.ofNullable(row.get("expires_at", Instant.class)));
    }
}
