package dev.ganglion.auth.devicelist;

import dev.ganglion.protocol.identifier.UserId;

/** That a user has signed a key of a user: an own one, or another's. */
public record UserSignature(UserId signer, UserId target) {
    /** Everybody sees those; others are seen by who made them. */
    public boolean isOfOwn() {
        return signer.equals(target);
    }
}
