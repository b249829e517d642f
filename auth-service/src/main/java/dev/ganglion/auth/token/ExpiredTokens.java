package dev.ganglion.auth.token;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;

/** Forgets tokens that expired long ago. */
@Component
class ExpiredTokens {
    private final DatabaseClient database;
    private final TokenProperties properties;
    private final Clock clock;

    ExpiredTokens(DatabaseClient database, TokenProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<Void> forget() {
        Instant limit = clock.instant().minus(properties.expiredTokenRetention());
        return forgetAccessTokens(limit).then(forgetRefreshTokens(limit));
    }

    /** Relies on access_token_expiry. */
    private Mono<Void> forgetAccessTokens(Instant limit) {
        return database.sql(
                        """
                        delete from auth.access_token
                        where expires_at < :limit
                        """)
                .bind("limit", limit)
                .then();
    }

    /** Relies on refresh_token_expiry. */
    private Mono<Void> forgetRefreshTokens(Instant limit) {
        return database.sql(
                        """
                        delete from auth.refresh_token
                        where expires_at < :limit
                        """)
                .bind("limit", limit)
                .then();
    }
}
