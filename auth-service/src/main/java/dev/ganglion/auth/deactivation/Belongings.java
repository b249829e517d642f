package dev.ganglion.auth.deactivation;

import dev.ganglion.protocol.identifier.UserId;

import reactor.core.publisher.Mono;

/**
 * What a capability keeps of a user beyond the account. A bean of this type is asked to delete it
 * when the account has ended and its sessions with it, and again until everything is gone.
 */
@FunctionalInterface
public interface Belongings {
    /** Nothing being there is no error: it is called more than once. */
    Mono<Void> deleteOf(UserId user);
}
