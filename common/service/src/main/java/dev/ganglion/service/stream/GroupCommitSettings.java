package dev.ganglion.service.stream;

import java.time.Duration;

/**
 * The limits of a group commit.
 *
 * @param maxBatch how many writes go out together at most
 * @param maxQueued how many writes wait at most; more are refused with 503
 * @param timeout how long a batch may take before its writers hear 503
 * @param pace how long after a batch of several writes began the next one begins at the earliest,
 *     and a quarter of it after a batch of one: under load more writes share what a batch costs,
 *     here and with everybody who is told of it, while an idle writer still waits for nobody, and a
 *     writer who is alone waits little
 */
public record GroupCommitSettings(int maxBatch, int maxQueued, Duration timeout, Duration pace) {
    public static final GroupCommitSettings DEFAULT =
            new GroupCommitSettings(500, 10_000, Duration.ofSeconds(20), Duration.ZERO);

    /** How long after a batch of so many writes began the next one begins at the earliest. */
    Duration paceAfter(int writes) {
        return writes == 1 ? pace.dividedBy(4) : pace;
    }

    /** The same limits with another pace. */
    public GroupCommitSettings withPace(Duration other) {
        return new GroupCommitSettings(maxBatch, maxQueued, timeout, other);
    }
}
