package dev.ganglion.auth.browsersession;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Browsers in which a user was signed in who is no more. */
@Component
class BrowserSessionBelongings implements Belongings {
    private final DatabaseClient database;

    BrowserSessionBelongings(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on browser_session_user. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.browser_session where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
