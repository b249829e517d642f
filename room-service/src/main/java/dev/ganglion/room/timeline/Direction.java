package dev.ganglion.room.timeline;

import dev.ganglion.protocol.error.MatrixException;

/** Which way a page is read: the parameter {@code dir}. */
enum Direction {
    FORWARDS,
    BACKWARDS;

    static Direction parse(String dir) {
        return switch (dir) {
            case "f" -> FORWARDS;
            case "b" -> BACKWARDS;
            default -> throw MatrixException.invalidParam("dir must be b or f");
        };
    }
}
