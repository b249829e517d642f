package dev.ganglion.service.stream;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point between two events of a room, as clients page from it: everything up to and including the
 * position lies before it. Going backwards from it shows events at or below the position, going
 * forwards shows those above.
 *
 * <p>Written as {@code t<lane>-<position>}. The token of a sync response ({@code
 * s<lane>-<position>} and more) is such a point too, for clients page from either. Client-server
 * API, "Pagination".
 *
 * @param lane the lane of the event stream
 * @param position in that lane, zero before the first event
 */
public record PaginationToken(int lane, long position) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:t(\\d{1,4})-(\\d{1,18})|s(\\d{1,4})-(\\d{1,18})(?:_[0-9_-]{1,200})?)");

    public PaginationToken {
        if (lane < 0 || position < 0) {
            throw new IllegalArgumentException("A point lies at zero or above");
        }
    }

    /** The point right after an event. */
    public static PaginationToken after(long position) {
        return new PaginationToken(0, position);
    }

    /** The point right before an event. */
    public static PaginationToken before(long position) {
        return new PaginationToken(0, position - 1);
    }

    /** Refuses what this server never handed out with {@code M_INVALID_PARAM}. */
    public static PaginationToken parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () ->
                                MatrixException.invalidParam(
                                        "The token is not one of this server's"));
    }

    public static Optional<PaginationToken> tryParse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int first = form.group(1) != null ? 1 : 3;
        return Optional.of(
                new PaginationToken(
                        Integer.parseInt(form.group(first)),
                        Long.parseLong(form.group(first + 1))));
    }

    /** As clients get it. */
    @Override
    public String toString() {
        return "t" + lane + "-" + position;
    }
}
