package dev.ganglion.auth.lockout;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/**
 * Lets something be done only so often within a window, whether or not it succeeds. While Redis is
 * away, each replica counts for itself, in windows of {@code ganglion.lockout.window}.
 */
@Service
public class Quota {
    private final FailureCounts counts;

    Quota(FailureCounts counts) {
        this.counts = counts;
    }

    /**
     * Counts one more; fails with {@code M_LIMIT_EXCEEDED} when that is one too many.
     *
     * @param key what is counted, and for whom; no secret, for it is stored as it is
     */
    public Mono<Void> spend(String key, int limit, Duration window) {
        return counts.increment(List.of("quota:" + key), window)
                .map(List::getFirst)
                .filter(spent -> spent.count() > limit)
                .flatMap(spent -> Mono.error(MatrixException.limitExceeded(spent.left())));
    }

    /** The same for the network that a request comes from. */
    public Mono<Void> spend(String key, ClientAddress address, int limit, Duration window) {
        return spend(key + ":" + address.network(), limit, window);
    }
}
