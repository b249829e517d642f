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
        return forget("access_token", limit).then(forget("refresh_token", limit));
    }

    /** Relies on access_token_expiry and refresh_token_expiry. */
    private Mono<Void> forget(String table, Instant limit) {
        return database.sql(
                        """
                        delete from auth.%s
                        where expires_at < :limit
                        """
                                .formatted(table))
                .bind("limit", limit)
                .then();
    }
}
