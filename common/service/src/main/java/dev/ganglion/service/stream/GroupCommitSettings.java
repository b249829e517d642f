package dev.ganglion.service.stream;

import java.time.Duration;

/**
 * The limits of a group commit.
 *
 * @param maxBatch how many writes go out together at most
 * @param maxQueued how many writes wait at most; more are refused with 503
 * @param timeout how long a batch may take before its writers hear 503
 * @param pace how long after a batch of five writes or more began the next one begins at the
 *     earliest, a fifth of it for each write of a smaller one: under load more writes share what a
 *     batch costs, here and with everybody who is told of it, while an idle writer still waits for
 *     nobody, and what piled up for a moment is not waited for ever after
 */
public record GroupCommitSettings(int maxBatch, int maxQueued, Duration timeout, Duration pace) {
    public static final GroupCommitSettings DEFAULT =
            new GroupCommitSettings(500, 10_000, Duration.ofSeconds(20), Duration.ZERO);

    private static final int WRITES_OF_A_FULL_PACE = 5;

    /** How long after a batch of so many writes began the next one begins at the earliest. */
    Duration paceAfter(int writes) {
        return pace.multipliedBy(Math.min(writes, WRITES_OF_A_FULL_PACE))
                .dividedBy(WRITES_OF_A_FULL_PACE);
    }

    /** The same limits with another pace. */
    public GroupCommitSettings withPace(Duration other) {
        return new GroupCommitSettings(maxBatch, maxQueued, timeout, other);
    }
}
