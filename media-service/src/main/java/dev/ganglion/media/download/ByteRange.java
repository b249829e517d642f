package dev.ganglion.media.download;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRange;

import java.util.List;
import java.util.Optional;

/**
 * A part of a file, from its first byte on (RFC 9110, "Range").
 *
 * @param count how many bytes, at least one
 */
record ByteRange(long from, long count) {
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /**
     * The one range that was asked for. Empty for none, for several and for nonsense: the whole
     * file is a right answer to those.
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        List<HttpRange> ranges = parse(header);
        if (ranges.size() != 1) {
            return Optional.empty();
        }
        HttpRange range = ranges.getFirst();
        long from = range.getRangeStart(size);
        long count = range.getRangeEnd(size) - from + 1;
        if (from >= size || count <= 0) {
            throw MatrixException.of(
                    RANGE_NOT_SATISFIABLE,
                    ErrorCode.INVALID_PARAM,
                    "The range is outside the file");
        }
        return Optional.of(new ByteRange(from, count));
    }

    /** The value of {@code Content-Range}. */
    String ofSize(long size) {
        return "bytes " + from + "-" + (from + count - 1) + "/" + size;
    }

    private static List<HttpRange> parse(@Nullable String header) {
        try {
            return HttpRange.parseRanges(header);
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }
}
