package dev.ganglion.auth.account;

import dev.ganglion.protocol.identifier.UserId;

/**
 * A user who goes, or has gone, for good.
 *
 * @param isErased whether others shall see as little of the user as possible
 */
public record Departure(UserId user, boolean isErased) {}
