package dev.ganglion.protocol.glob;

import java.util.SplittableRandom;

/**
 * Hashes of every part of a text, each in constant time. The base is drawn anew at each start, so
 * that nobody can write texts whose parts collide.
 */
final class TextHash {
    /** A Mersenne prime, by which division is a shift and an addition. */
    private static final int BITS = 61;

    private static final long PRIME = (1L << BITS) - 1;

    /** Not of the secure kind, which may block, for nobody gets to see a hash. */
    private static final long BASE = new SplittableRandom().nextLong(1L << 32, PRIME);

    private final long[] prefixes;
    private final long[] powers;

    TextHash(FoldedText text) {
        int length = text.length();
        this.prefixes = new long[length + 1];
        this.powers = new long[length + 1];
        powers[0] = 1;
        for (int i = 0; i < length; i++) {
            prefixes[i + 1] = reduced(times(prefixes[i], BASE) + text.at(i) + 1);
            powers[i + 1] = times(powers[i], BASE);
        }
    }

    /** The hash of the characters from one index up to another, which is left out. */
    long of(int from, int to) {
        long hash = prefixes[to] - times(prefixes[from], powers[to - from]);
        return hash < 0 ? hash + PRIME : hash;
    }

    private static long times(long a, long b) {
        long low = a * b;
        long high = Math.multiplyHigh(a, b);
        return reduced((low & PRIME) + (low >>> BITS | high << (Long.SIZE - BITS)));
    }

    private static long reduced(long number) {
        long rest = (number & PRIME) + (number >>> BITS);
        return rest >= PRIME ? rest - PRIME : rest;
    }
}
