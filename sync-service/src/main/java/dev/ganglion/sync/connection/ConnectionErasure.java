package dev.ganglion.sync.connection;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.erasure.Belongings;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Deletes what a user's connections were told. */
@Component
class ConnectionErasure implements Belongings {
    private final DatabaseClient database;

    ConnectionErasure(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on the unique key. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from sync.sliding_connection where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
