package dev.ganglion.service.web;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;

/** The parameter {@code limit} of pages. */
public final class PageLimit {
    private PageLimit() {}

    /**
     * What was asked for, as far as this server gives as much at once; {@code M_INVALID_PARAM} for
     * less than the least.
     *
     * @param otherwise where nothing was asked for
     */
    public static int of(Optional<Integer> asked, int least, int otherwise, int most) {
        if (asked.filter(limit -> limit < least).isPresent()) {
            throw MatrixException.invalidParam("limit must be at least " + least);
        }
        return Math.min(asked.orElse(otherwise), most);
    }
}
