package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.erasure.Belongings;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Deletes pushers, and with them what waits for them. */
@Component
class PusherErasure implements Belongings {
    private final PusherRepository repository;

    PusherErasure(PusherRepository repository) {
        this.repository = repository;
    }

    @Override
    public Mono<Void> deleteOf(UserId user) {
        return repository.removeAll(user);
    }
}
