package dev.ganglion.room.space;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;

/**
 * What somebody wants to see of a space.
 *
 * @param limit of the rooms of one page
 * @param maxDepth how far below the space to look; its own children have the depth 1
 * @param from the page before's {@code next_batch}
 */
record HierarchyQuery(boolean isSuggestedOnly, int limit, int maxDepth, Optional<String> from) {
    static final int MAX_LIMIT = 50;
    static final int MAX_DEPTH = 20;

    static HierarchyQuery of(
            Optional<Boolean> suggestedOnly,
            Optional<Integer> limit,
            Optional<Integer> maxDepth,
            Optional<String> from) {
        return new HierarchyQuery(
                suggestedOnly.orElse(false),
                atMost(MAX_LIMIT, limit, 1, "limit"),
                atMost(MAX_DEPTH, maxDepth, 0, "max_depth"),
                from);
    }

    private static int atMost(int most, Optional<Integer> asked, int least, String name) {
        if (asked.filter(value -> value < least).isPresent()) {
            throw MatrixException.invalidParam(name + " must be at least " + least);
        }
        return Math.min(asked.orElse(most), most);
    }
}
