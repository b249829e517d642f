package dev.ganglion.sync.model;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * However rooms, accounts and syncs are mixed: whoever follows by {@code /sync}, at whichever
 * replica, with gaps and filters, knows in the end what direct reads tell.
 *
 * <p>{@code -Dganglion.seed=N -Dganglion.histories=1} plays one again.
 */
class HistoriesIT {
    private static final long SEED = Long.getLong("ganglion.seed", System.nanoTime());
    private static final int HISTORIES = Integer.getInteger("ganglion.histories", 2_000);
    private static final int AT_ONCE = 3;

    @Test
    void clientsThatFollowKnowWhatDirectReadsTell() throws Exception {
        try (ExecutorService players = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> played = new ArrayList<>();
            LongStream.range(SEED, SEED + HISTORIES)
                    .forEach(seed -> played.add(players.submit(() -> play(seed))));
            for (Future<?> history : played) {
                mustHaveEndedWell(history, players);
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

    private static void play(long seed) {
        try {
            History.play(seed);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("The history of -Dganglion.seed=" + seed + " failed", failure);
        }
    }
}
