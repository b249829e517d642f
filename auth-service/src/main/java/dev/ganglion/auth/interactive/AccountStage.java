package dev.ganglion.auth.interactive;

import dev.ganglion.protocol.identifier.UserId;

import reactor.core.publisher.Mono;

/** A stage by which somebody proves to be the owner of an account that there is already. */
public interface AccountStage extends Stage {
    /** Whether the owner of this account can complete it. */
    Mono<Boolean> isOpenTo(UserId user);
}
