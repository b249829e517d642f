package dev.ganglion.auth.account;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Standing;

import java.util.Optional;

/**
 * A user's account; a deactivated one stays for ever, so that its ID is not given away again.
 *
 * @param passwordVersion how often the password was changed
 */
public record Account(
        UserId userId,
        Optional<String> passwordHash,
        int passwordVersion,
        boolean isDeactivated,
        Standing standing) {
    /** Without the hash, which must not get into a log. */
    @Override
    public String toString() {
        return "Account[" + userId + "]";
    }
}
