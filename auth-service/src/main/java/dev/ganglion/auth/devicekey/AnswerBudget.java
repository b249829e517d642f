package dev.ganglion.auth.devicekey;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the large answers to queries hold in memory at once, over all who ask this replica, until
 * they are written. One account can have many devices with long keys, and a client can read slowly.
 */
@Component
final class AnswerBudget {
    /** An answer up to this size is never refused for those of others. */
    private static final long SMALL = 128 * 1024;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final long maxOfOne;
    private final AtomicLong left;

    AnswerBudget(DeviceKeyProperties properties) {
        this.maxOfOne = properties.querySize().toBytes();
        this.left = new AtomicLong(properties.queriesSize().toBytes());
    }

    Share share() {
        return new Share();
    }

    long left() {
        return left.get();
    }

    /** What one answer takes of it. */
    final class Share {
        private long size;
        private long taken;
        private boolean isClosed;

        /**
         * Fails with {@code M_TOO_LARGE} when the answer gets larger than any may be, and with
         * {@code M_LIMIT_EXCEEDED} while others hold too much.
         */
        synchronized void add(int bytes) {
            size += bytes;
            if (size > maxOfOne) {
                throw MatrixException.tooLarge(
                        "These users have more keys than one answer may hold: ask for fewer");
            }
            if (size > SMALL && !isClosed) {
                take(size - taken);
            }
        }

        synchronized void giveBack() {
            left.addAndGet(taken);
            taken = 0;
            isClosed = true;
        }

        private void take(long bytes) {
            if (left.addAndGet(-bytes) < 0) {
                left.addAndGet(bytes);
                throw MatrixException.limitExceeded(RETRY_AFTER);
            }
            taken += bytes;
        }
    }
}
