package dev.ganglion.auth.lockout;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets a secret be tried only so often, for each account and for each address. An account that does
 * not exist is counted like one that does.
 */
@Service
public class Attempts {
    private final FailureCounts counts;
    private final LockoutProperties properties;

    Attempts(FailureCounts counts, LockoutProperties properties) {
        this.counts = counts;
        this.properties = properties;
    }

    /**
     * Runs an attempt; when it comes out empty it has failed. Once there were too many failures,
     * {@code M_LIMIT_EXCEEDED} is the only answer: also for attempts that were on their way when
     * the limit was reached, right or wrong, so that many at once learn no more than one after
     * another.
     */
    public <T> Mono<T> limited(UserId user, ClientAddress address, Supplier<Mono<T>> attempt) {
        return limited(user.value(), address, attempt);
    }

    /**
     * The same for somebody who is not named by a user ID.
     *
     * @param named as whom attempts are counted; no secret, for it is stored as it is
     */
    public <T> Mono<T> limited(String named, ClientAddress address, Supplier<Mono<T>> attempt) {
        List<Limit> limits = limits(named, address);
        return requireOpen(limits)
                .then(Mono.defer(attempt))
                .delayUntil(_ -> requireOpen(limits).flatMap(failures -> forget(limits, failures)))
                .switchIfEmpty(Mono.defer(() -> failed(limits)));
    }

    /** An account that nobody failed at has nothing to forget. */
    private Mono<Void> forget(List<Limit> limits, List<FailureCounts.Failures> failures) {
        return failures.getFirst().count() == 0
                ? Mono.empty()
                : counts.forget(limits.getFirst().key);
    }

    private <T> Mono<T> failed(List<Limit> limits) {
        return counts.increment(keys(limits), properties.window())
                .flatMap(failures -> refusal(limits, failures, 1))
                .flatMap(wait -> Mono.error(MatrixException.limitExceeded(wait)));
    }

    private Mono<List<FailureCounts.Failures>> requireOpen(List<Limit> limits) {
        return counts.get(keys(limits))
                .delayUntil(
                        failures ->
                                refusal(limits, failures, 0)
                                        .flatMap(
                                                wait ->
                                                        Mono.error(
                                                                MatrixException.limitExceeded(
                                                                        wait))));
    }

    /** How long to wait; empty when no limit is passed. The failure that reaches it is answered. */
    private static Mono<Duration> refusal(
            List<Limit> limits, List<FailureCounts.Failures> failures, int tolerance) {
        Optional<Duration> longest = Optional.empty();
        for (int i = 0; i < limits.size(); i++) {
            FailureCounts.Failures failed = failures.get(i);
            boolean isPassed = failed.count() >= limits.get(i).failures + tolerance;
            if (isPassed && longest.filter(wait -> wait.compareTo(failed.left()) >= 0).isEmpty()) {
                longest = Optional.of(failed.left());
            }
        }
        return Mono.justOrEmpty(longest);
    }

    private List<Limit> limits(String named, ClientAddress address) {
        return List.of(
                new Limit("account:" + named, properties.accountFailures()),
                new Limit("address:" + address.network(), properties.addressFailures()));
    }

    private static List<String> keys(List<Limit> limits) {
        return limits.stream().map(Limit::key).toList();
    }

    private record Limit(String key, int failures) {}
}
