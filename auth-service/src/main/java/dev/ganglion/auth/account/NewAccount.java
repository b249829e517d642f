package dev.ganglion.auth.account;

import dev.ganglion.protocol.identifier.UserId;

/** An account to be made. */
public record NewAccount(UserId userId, String passwordHash, boolean isAdmin) {
    /** Without the hash, which must not get into a log. */
    @Override
    public String toString() {
        return "NewAccount[" + userId + "]";
    }
}
