package dev.ganglion.sync.erasure;

import dev.ganglion.protocol.identifier.UserId;

import reactor.core.publisher.Mono;

/**
 * What a capability keeps of a user. A bean of this type is asked to delete it when the user has
 * been erased, and again until everything is gone.
 */
@FunctionalInterface
public interface Belongings {
    /** Nothing being there is no error: it is called more than once. */
    Mono<Void> deleteOf(UserId user);
}
