package dev.ganglion.protocol.glob;

import java.util.Arrays;

/**
 * A text among whose words many patterns are looked for. A literal of few words costs one lookup,
 * once a literal of as many words has been asked for. For one thread.
 */
public final class FoldedWords {
    /** The words of the longest literals that are looked up; longer ones are rare. */
    static final int MOST_WORDS = 8;

    private final FoldedText text;
    private final int[] boundaries;
    private final TextHash hashes;

    /** By their number of words, the sorted hashes of all parts; empty until they are needed. */
    private final long[][] parts = new long[MOST_WORDS + 1][0];

    private FoldedWords(FoldedText text) {
        this.text = text;
        this.boundaries = text.wordBoundaries();
        this.hashes = new TextHash(text);
    }

    public static FoldedWords of(FoldedText text) {
        return new FoldedWords(text);
    }

    FoldedText text() {
        return text;
    }

    /** Whether some part of so many words has this hash. */
    boolean mayHold(int words, long hash) {
        int count = boundaries.length - words;
        if (count <= 0) {
            return false;
        }
        if (parts[words].length == 0) {
            parts[words] = hashesOfParts(words, count);
        }
        return Arrays.binarySearch(parts[words], hash) >= 0;
    }

    private long[] hashesOfParts(int words, int count) {
        long[] all = new long[count];
        Arrays.setAll(all, start -> hashes.of(boundaries[start], boundaries[start + words]));
        Arrays.sort(all);
        return all;
    }
}
