package dev.ganglion.service.identity;

import java.time.Duration;

/** A signed token and how long it is good for from now on. */
public record InternalToken(String value, Duration expiresIn) {
    /** Without the token, which must not get into a log. */
    @Override
    public String toString() {
        return "InternalToken[expiresIn=" + expiresIn + "]";
    }
}
