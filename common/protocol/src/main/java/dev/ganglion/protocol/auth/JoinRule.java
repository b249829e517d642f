package dev.ganglion.protocol.auth;

import java.util.Locale;
import java.util.Optional;

/**
 * Who may join a room; without a join rules event it is {@link #INVITE}. Module "Room membership",
 * {@code m.room.join_rules}.
 */
public enum JoinRule {
    PUBLIC,
    INVITE,
    KNOCK,
    RESTRICTED,
    KNOCK_RESTRICTED,
    PRIVATE;

    /** The value of {@code join_rule}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a value that the specification does not know: such a room lets nobody in. */
    public static Optional<JoinRule> find(String value) {
        for (JoinRule rule : values()) {
            if (rule.value().equals(value)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
