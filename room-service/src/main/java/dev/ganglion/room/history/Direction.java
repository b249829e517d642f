package dev.ganglion.room.history;

import dev.ganglion.protocol.error.MatrixException;

/** Which way a page is read: the parameter {@code dir}. */
public enum Direction {
    FORWARDS,
    BACKWARDS;

    /** Fails with {@code M_INVALID_PARAM}. */
    public static Direction parse(String dir) {
        return switch (dir) {
            case "f" -> FORWARDS;
            case "b" -> BACKWARDS;
            default -> throw MatrixException.invalidParam("dir must be b or f");
        };
    }
}
