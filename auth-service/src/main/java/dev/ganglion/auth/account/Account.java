package dev.ganglion.auth.account;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/** A user's account; a deactivated one stays for ever, so that its ID is not given away again. */
public record Account(
        UserId userId, Optional<String> passwordHash, boolean isAdmin, boolean isDeactivated) {
    /** Without the hash, which must not get into a log. */
    @Override
    public String toString() {
        return "Account[" + userId + "]";
    }
}
