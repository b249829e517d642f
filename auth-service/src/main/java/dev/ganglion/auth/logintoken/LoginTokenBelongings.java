package dev.ganglion.auth.logintoken;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Logins under way of a user who is no more. */
@Component
class LoginTokenBelongings implements Belongings {
    private final DatabaseClient database;

    LoginTokenBelongings(DatabaseClient database) {
        this.database = database;
    }

    /** There are only those of the last minutes. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.login_token where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
