package dev.ganglion.room.profile;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several calls at the same time. */
final class AtOnce {
    private AtOnce() {}

    /** Returns when all have come back; fails when one has failed. */
    static void doAll(List<Runnable> calls) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            calls.stream()
                    .map(call -> CompletableFuture.runAsync(call, threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }
}
