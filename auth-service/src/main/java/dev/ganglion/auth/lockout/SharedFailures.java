package dev.ganglion.auth.lockout;

import dev.ganglion.auth.ephemeral.EphemeralStore;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Failures in Redis: a number {@code ganglion:failures:<kind>:<who>} for each account and address,
 * which expires one window after its first failure.
 */
@Component
class SharedFailures {
    private static final String PREFIX = "failures:";
    private static final String ONLY_READ = "0";

    private static final String COUNT =
            """
            local result = {}
            for _, key in ipairs(KEYS) do
                local count
                if ARGV[1] == '0' then
                    count = tonumber(redis.call('get', key) or '0')
                else
                    count = redis.call('incr', key)
                    if count == 1 then
                        redis.call('pexpire', key, ARGV[1])
                    end
                end
                table.insert(result, count)
                table.insert(result, redis.call('pttl', key))
            end
            return result
            """;

    private final EphemeralStore store;

    SharedFailures(EphemeralStore store) {
        this.store = store;
    }

    Mono<List<FailureCounts.Failures>> get(List<String> keys) {
        return run(keys, ONLY_READ);
    }

    Mono<List<FailureCounts.Failures>> increment(List<String> keys, Duration window) {
        return run(keys, Long.toString(window.toMillis()));
    }

    Mono<Void> forget(String key) {
        return store.delete(PREFIX + key).then();
    }

    private Mono<List<FailureCounts.Failures>> run(List<String> keys, String window) {
        List<String> names = keys.stream().map(key -> PREFIX + key).toList();
        return store.count(COUNT, names, window).map(SharedFailures::failures);
    }

    private static List<FailureCounts.Failures> failures(List<Long> numbers) {
        List<FailureCounts.Failures> failures = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            long left = Math.max(0, numbers.get(i + 1));
            failures.add(new FailureCounts.Failures(numbers.get(i), Duration.ofMillis(left)));
        }
        return failures;
    }
}
