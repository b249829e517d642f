package dev.ganglion.auth.crosssigningreset;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** The leave that a user has given who is no more. */
@Component
class ResetBelongings implements Belongings {
    private final DatabaseClient database;

    ResetBelongings(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on the primary key. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from auth.cross_signing_reset where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
