package dev.ganglion.service.stream;

import java.time.Duration;

/**
 * The limits of a group commit.
 *
 * @param maxBatch how many writes go out together at most
 * @param maxQueued how many writes wait at most; more are refused with 503
 * @param timeout how long a batch may take before its writers hear 503
 */
public record GroupCommitSettings(int maxBatch, int maxQueued, Duration timeout) {
    public static final GroupCommitSettings DEFAULT =
            new GroupCommitSettings(500, 10_000, Duration.ofSeconds(20));
}
