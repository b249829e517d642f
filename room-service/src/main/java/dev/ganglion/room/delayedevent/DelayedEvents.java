package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** The delayed events of a user, for other capabilities. */
@Service
public class DelayedEvents {
    private final HousekeepingRepository repository;

    DelayedEvents(HousekeepingRepository repository) {
        this.repository = repository;
    }

    /**
     * Forgets all of them, when the account is closed: nothing more is sent, and nothing is left to
     * read.
     */
    public Mono<Void> forgetAll(UserId user) {
        return repository.forgetAllOf(user);
    }
}
