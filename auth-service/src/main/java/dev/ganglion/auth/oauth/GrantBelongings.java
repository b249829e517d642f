package dev.ganglion.auth.oauth;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** What a user has allowed who is no more. */
@Component
class GrantBelongings implements Belongings {
    private final DatabaseClient database;

    GrantBelongings(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on oauth_code_device; few devices wait at a time. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.oauth_code where user_id = :user")
                .bind("user", user.value())
                .then()
                .then(
                        database.sql("delete from auth.oauth_device_grant where user_id = :user")
                                .bind("user", user.value())
                                .then());
    }
}
