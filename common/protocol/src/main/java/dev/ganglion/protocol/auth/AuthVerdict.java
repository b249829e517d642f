package dev.ganglion.protocol.auth;

/** What the rules say of an event. */
public sealed interface AuthVerdict {
    static AuthVerdict rejected(String rule, String reason) {
        return new Rejected(rule, reason);
    }

    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /** The event may stand. */
    enum Allowed implements AuthVerdict {
        ALLOWED
    }

    /**
     * The event may not stand.
     *
     * @param rule the rule's number in room version 12; for a rule that version 12 no longer has,
     *     its number in the last version that had it: {@code 4.2 of version 5}
     * @param reason a sentence for the sender
     */
    record Rejected(String rule, String reason) implements AuthVerdict {}
}
