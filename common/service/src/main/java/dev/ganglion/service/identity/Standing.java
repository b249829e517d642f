package dev.ganglion.service.identity;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonBoolean;

/**
 * What an account may do here, by the word of the server's administrators. Client-server API,
 * "Account locking" and "Account suspension".
 */
public enum Standing {
    /** Everything. */
    GOOD,
    /** Read, look after its own devices and keys, take back what it said, and leave. */
    SUSPENDED,
    /** Nothing but log out. */
    LOCKED;

    /**
     * The refusal that a suspended user reads.
     *
     * @return {@code M_USER_SUSPENDED}
     */
    public static MatrixException suspended() {
        return MatrixException.of(
                403,
                ErrorCode.USER_SUSPENDED,
                "This account is suspended: it can read, but not do this");
    }

    /**
     * The refusal that a locked user reads: the client keeps its session and its keys.
     *
     * @return {@code M_USER_LOCKED}
     */
    public static MatrixException locked() {
        return MatrixException.of(
                        401,
                        ErrorCode.USER_LOCKED,
                        "This account is locked: ask the administrators of this server")
                .with("soft_logout", JsonBoolean.of(true));
    }

    /** Fails with {@code M_USER_LOCKED} or {@code M_USER_SUSPENDED}. */
    public void mustBeGood() {
        mustNotBeLocked();
        if (this == SUSPENDED) {
            throw suspended();
        }
    }

    /** Fails with {@code M_USER_LOCKED}. */
    public void mustNotBeLocked() {
        if (this == LOCKED) {
            throw locked();
        }
    }
}
