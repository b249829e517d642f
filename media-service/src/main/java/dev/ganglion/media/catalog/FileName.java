package dev.ganglion.media.catalog;

import java.util.Optional;

/** A name for a person to read; it never becomes a path of ours. */
public record FileName(String value) {
    private static final int MAX_CODE_POINTS = 255;

    /**
     * The name without control characters and halves of characters, cut after 255 characters. Empty
     * when nothing is left.
     */
    public static Optional<FileName> of(String given) {
        int[] kept =
                given.codePoints()
                        .filter(c -> !Character.isISOControl(c))
                        .filter(c -> Character.getType(c) != Character.SURROGATE)
                        .limit(MAX_CODE_POINTS)
                        .toArray();
        String name = new String(kept, 0, kept.length).strip();
        return name.isEmpty() ? Optional.empty() : Optional.of(new FileName(name));
    }
}
