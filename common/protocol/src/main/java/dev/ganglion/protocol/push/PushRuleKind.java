package dev.ganglion.protocol.push;

import java.util.Locale;
import java.util.Optional;

/** The kinds of push rules, in the order in which they are checked. */
public enum PushRuleKind {
    OVERRIDE,
    CONTENT,
    ROOM,
    SENDER,
    UNDERRIDE;

    private final String value = name().toLowerCase(Locale.ROOT);

    /** The name of the kind in paths and in rule sets. */
    public String value() {
        return value;
    }

    /** Whether rules of this kind name their conditions, rather than having them by their kind. */
    public boolean hasConditions() {
        return this == OVERRIDE || this == UNDERRIDE;
    }

    public static Optional<PushRuleKind> tryParse(String text) {
        for (PushRuleKind kind : values()) {
            if (kind.value.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
