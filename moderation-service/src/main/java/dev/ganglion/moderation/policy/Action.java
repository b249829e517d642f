package dev.ganglion.moderation.policy;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Locale;

/** What becomes of a message with a banned word. */
public enum Action {
    /** It is accepted and deleted: its sender is not told. */
    DELETE,
    /** It is refused. */
    REJECT;

    static Action parse(String word) {
        return switch (word) {
            case "delete" -> DELETE;
            case "reject" -> REJECT;
            default -> throw MatrixException.badJson("The action is delete or reject");
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
