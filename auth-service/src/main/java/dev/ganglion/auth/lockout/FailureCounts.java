package dev.ganglion.auth.lockout;

import dev.ganglion.protocol.error.MatrixException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/**
 * Counts failures for all replicas together; while Redis is away, each replica counts for itself
 * what it sees, so that an attacker gains little and nobody is locked out for longer.
 */
@Component
class FailureCounts {
    private static final Logger log = LoggerFactory.getLogger(FailureCounts.class);

    private final SharedFailures shared;
    private final LocalFailures local;

    FailureCounts(SharedFailures shared, LocalFailures local) {
        this.shared = shared;
        this.local = local;
    }

    /**
     * The failures of one key.
     *
     * @param left the time until they are forgotten
     */
    record Failures(long count, Duration left) {}

    Mono<List<Failures>> get(List<String> keys) {
        return shared.get(keys)
                .onErrorResume(
                        MatrixException.class,
                        failure -> withoutRedis(failure, Mono.fromSupplier(() -> local.get(keys))));
    }

    Mono<List<Failures>> increment(List<String> keys, Duration window) {
        return shared.increment(keys, window)
                .onErrorResume(
                        MatrixException.class,
                        failure ->
                                withoutRedis(
                                        failure, Mono.fromSupplier(() -> local.increment(keys))));
    }

    Mono<Void> forget(String key) {
        return shared.forget(key)
                .onErrorResume(
                        MatrixException.class,
                        failure ->
                                withoutRedis(failure, Mono.fromRunnable(() -> local.forget(key))));
    }

    private static <T> Mono<T> withoutRedis(MatrixException failure, Mono<T> local) {
        log.warn("Failed logins are counted by this replica alone: {}", failure.error());
        return local;
    }
}
