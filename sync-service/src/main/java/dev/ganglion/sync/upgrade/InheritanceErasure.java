package dev.ganglion.sync.upgrade;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.erasure.Belongings;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Deletes into which rooms a user's tags and the like were copied. */
@Component
class InheritanceErasure implements Belongings {
    private final DatabaseClient database;

    InheritanceErasure(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on inheritance's primary key. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from sync.inheritance where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
