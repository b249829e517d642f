package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;

/** What comes first. */
enum SearchOrder {
    RANK,
    RECENT;

    static SearchOrder parse(String order) {
        return switch (order) {
            case "rank" -> RANK;
            case "recent" -> RECENT;
            default -> throw MatrixException.invalidParam("order_by must be rank or recent");
        };
    }
}
