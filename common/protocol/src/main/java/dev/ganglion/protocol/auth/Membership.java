package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.PduEvent;

import java.util.Locale;
import java.util.Optional;

/** A user's relation to a room; without a membership event it is {@link #LEAVE}. */
public enum Membership {
    INVITE,
    JOIN,
    KNOCK,
    LEAVE,
    BAN;

    /** The value of {@code membership}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the user is out of the room and not on the way in: left or banned. */
    public boolean isOutside() {
        return this == LEAVE || this == BAN;
    }

    /** Empty for a value that the specification does not know. */
    public static Optional<Membership> find(String value) {
        for (Membership membership : values()) {
            if (membership.value().equals(value)) {
                return Optional.of(membership);
            }
        }
        return Optional.empty();
    }

    /** What a membership event says; empty when it says nothing known. */
    public static Optional<Membership> of(PduEvent event) {
        return event.content().string("membership").flatMap(Membership::find);
    }
}
