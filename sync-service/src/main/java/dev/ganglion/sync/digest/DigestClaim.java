package dev.ganglion.sync.digest;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * A pusher that this replica has taken for a while.
 *
 * @param number of the claim: whoever took the pusher before may change nothing any more
 * @param news counts what was added for the pusher up to the claim
 * @param pending the mail of which it is not known whether it went out
 */
record DigestClaim(
        long pusherId,
        long number,
        UserId user,
        String address,
        long news,
        int failures,
        boolean isEnabled,
        Pauses.Past past,
        Optional<Attempt> pending) {
    /**
     * A mail that was asked for.
     *
     * @param number names it, so that it is sent once
     * @param upTo the position of the last event in it
     */
    record Attempt(long number, long upTo) {}
}
