package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** The delayed events of a user, for other capabilities. */
@Service
public class DelayedEvents {
    private final DatabaseClient database;

    DelayedEvents(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Forgets all of them, when the account is closed: nothing more is sent, and nothing is left to
     * read. Relies on delayed_event_of_user.
     */
    public Mono<Void> forgetAll(UserId user) {
        return database.sql("delete from rooms.delayed_event where user_id = :user")
                .bind("user", user.value())
                .then();
    }
}
