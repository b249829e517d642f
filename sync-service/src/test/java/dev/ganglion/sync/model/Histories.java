package dev.ganglion.sync.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Plays many histories, several at once, each by a seed of its own. */
final class Histories {
    /** The same histories in every build, so that a failure is the change's own. */
    private static final long SEED = Long.getLong("ganglion.seed", 1L);

    private static final int AT_ONCE = 3;

    private Histories() {}

    /**
     * Fails with the first one that does, and its seed.
     *
     * @param count how many, unless it is said when the tests are run
     */
    static void play(int count, LongConsumer history) throws InterruptedException {
        int histories = Integer.getInteger("ganglion.histories", count);
        try (ExecutorService players = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> played = new ArrayList<>();
            LongStream.range(SEED, SEED + histories)
                    .forEach(seed -> played.add(players.submit(() -> play(history, seed))));
            for (Future<?> each : played) {
                mustHaveEndedWell(each, players);
            }
        }
    }

    private static void mustHaveEndedWell(Future<?> history, ExecutorService players)
            throws InterruptedException {
        try {
            history.get();
        } catch (ExecutionException failure) {
            players.shutdownNow();
            throw new AssertionError(failure.getCause());
        }
    }

    private static void play(LongConsumer history, long seed) {
        try {
            history.accept(seed);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "History %d failed, the one of -Dganglion.seed=%d"
                            .formatted(seed - SEED + 1, seed),
                    failure);
        }
    }
}
