package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.erasure.Belongings;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Deletes what a user last said of their presence, and takes it back. */
@Component
class PresenceErasure implements Belongings {
    private final DatabaseClient database;
    private final Presence presence;

    PresenceErasure(DatabaseClient database, Presence presence) {
        this.database = database;
        this.presence = presence;
    }

    /** Relies on presence's primary key. */
    @Override
    public Mono<Void> deleteOf(UserId user) {
        return database.sql("delete from sync.presence where user_id = :user")
                .bind("user", user.value())
                .then()
                .then(presence.takeBack(user));
    }
}
