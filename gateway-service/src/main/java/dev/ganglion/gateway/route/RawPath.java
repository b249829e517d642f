package dev.ganglion.gateway.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request as it came over the wire, cut into segments but not decoded. A path that
 * could mean something else to another reader (empty segments, dot segments in any spelling) is not
 * a path at all.
 */
public record RawPath(List<String> segments) {
    private static final int MAX_SEGMENTS = 32;

    /** Empty for a path that no endpoint can have. A single closing slash is kept as a segment. */
    public static Optional<RawPath> parse(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>(8);
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(start, end);
            boolean isLast = slash < 0;
            if (!isPlain(segment, isLast) || segments.size() == MAX_SEGMENTS) {
                return Optional.empty();
            }
            segments.add(segment);
            start = end + 1;
            if (isLast) {
                break;
            }
        }
        return Optional.of(new RawPath(segments));
    }

    /** A segment as the service will read it: percent-decoded once. */
    public String decoded(int segment) {
        String raw = segments.get(segment);
        // "+" is itself in a path; URLDecoder would make it a space.
        return raw.indexOf('%') < 0
                ? raw
                : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean isPlain(String segment, boolean isLast) {
        return segment.isEmpty() ? isLast : !isDots(segment);
    }

    private static boolean isDots(String segment) {
        if (segment.length() > 6 || (segment.charAt(0) != '.' && segment.charAt(0) != '%')) {
            return false;
        }
        String dots = segment.replace("%2e", ".").replace("%2E", ".");
        return dots.equals(".") || dots.equals("..");
    }
}
