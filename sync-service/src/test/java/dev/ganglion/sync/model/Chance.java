package dev.ganglion.sync.model;

import java.util.List;
import java.util.Random;

/** The chance of a history, which its seed decides. Not for several threads. */
final class Chance {
    private static final int WORDS = 4;

    private final Random random;

    Chance(long seed) {
        this.random = new Random(seed);
    }

    /** From 0 on. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean isEven() {
        return random.nextBoolean();
    }

    /** Whether this is the one time of so many. */
    boolean isOneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    String word() {
        return "w" + random.nextInt(WORDS);
    }
}
