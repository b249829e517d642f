package dev.ganglion.auth.account;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * An account to be made.
 *
 * @param passwordHash absent for somebody who logs in another way alone: by an application service,
 *     single sign-on or a directory
 */
public record NewAccount(UserId userId, Optional<String> passwordHash, boolean isAdmin) {
    /** An account with a password. */
    public static NewAccount of(UserId user, String passwordHash, boolean isAdmin) {
        return new NewAccount(user, Optional.of(passwordHash), isAdmin);
    }

    /** An account without a password. */
    public static NewAccount ofApplicationService(UserId user) {
        return new NewAccount(user, Optional.empty(), false);
    }

    /** Without the hash, which must not get into a log. */
    @Override
    public String toString() {
        return "NewAccount[" + userId + "]";
    }
}
