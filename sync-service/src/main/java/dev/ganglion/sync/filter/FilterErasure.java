package dev.ganglion.sync.filter;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.erasure.Belongings;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Deletes the filters that a user has stored. */
@Component
class FilterErasure implements Belongings {
    private final DatabaseClient database;

    FilterErasure(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on filter_of_user. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from sync.filter where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
