package dev.ganglion.sync.notifications;

import dev.ganglion.protocol.error.MatrixException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page ends.
 *
 * @param before the next one holds events before this position of the stream
 */
record PageToken(long before) {
    /** Before the newest events. */
    static final PageToken BEGINNING = new PageToken(Long.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile("n([0-9]{1,18})");

    /** {@code M_INVALID_PARAM} for what is no token of ours. */
    static PageToken parse(String token) {
        Matcher matcher = FORM.matcher(token);
        if (!matcher.matches()) {
            throw MatrixException.invalidParam("from is no token of an earlier page");
        }
        return new PageToken(Long.parseLong(matcher.group(1)));
    }

    @Override
    public String toString() {
        return "n" + before;
    }
}
