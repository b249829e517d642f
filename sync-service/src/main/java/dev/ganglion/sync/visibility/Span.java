package dev.ganglion.sync.visibility;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a room's positions.
 *
 * @param after excluded
 * @param upTo included
 */
public record Span(long after, long upTo) {
    /** Everything that lies around and between some spans, which are in order. */
    public static List<Span> between(List<Span> spans) {
        List<Span> others = new ArrayList<>();
        long after = 0;
        for (Span span : spans) {
            others.add(new Span(after, span.after()));
            after = span.upTo();
        }
        others.add(new Span(after, Long.MAX_VALUE));
        others.removeIf(other -> other.after() >= other.upTo());
        return others;
    }
}
