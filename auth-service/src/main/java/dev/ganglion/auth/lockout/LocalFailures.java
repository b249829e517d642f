package dev.ganglion.auth.lockout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Failures that this replica has seen while Redis was away. */
@Component
class LocalFailures {
    private static final int MAX_KEYS = 100_000;

    private final Cache<String, AtomicLong> counts;
    private final Duration window;

    LocalFailures(LockoutProperties properties) {
        this.window = properties.window();
        this.counts = Caffeine.newBuilder().expireAfterWrite(window).maximumSize(MAX_KEYS).build();
    }

    List<FailureCounts.Failures> get(List<String> keys) {
        return keys.stream()
                .map(counts::getIfPresent)
                .map(count -> failures(count == null ? 0 : count.get()))
                .toList();
    }

    List<FailureCounts.Failures> increment(List<String> keys) {
        return keys.stream()
                .map(key -> counts.get(key, _ -> new AtomicLong()))
                .map(count -> failures(count.incrementAndGet()))
                .toList();
    }

    void forget(String key) {
        counts.invalidate(key);
    }

    private FailureCounts.Failures failures(long count) {
        return new FailureCounts.Failures(count, window);
    }
}
