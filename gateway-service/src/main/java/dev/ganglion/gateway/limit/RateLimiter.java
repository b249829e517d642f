package dev.ganglion.gateway.limit;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a request through or refuses it with {@code M_LIMIT_EXCEEDED}.
 *
 * <p>The buckets are in Redis, so that several gateways do not multiply the limits. Each gateway
 * takes up to one second's worth of a bucket at a time and spends it from memory; what it has not
 * spent after a second is lost. A busy user so costs one Redis call a second, and what is lost is
 * never more than what was spent.
 *
 * <p>A refused request takes nothing from any bucket: whoever is over a limit of their own cannot
 * use up a room's limit for everybody else.
 */
@Component
public class RateLimiter {
    private final boolean isOn;
    private final Map<LimitClass, Map<LimitKey, Allowance>> table;
    private final Leases leases;
    private final SharedBuckets shared;
    private final LocalBuckets local;

    RateLimiter(LimitSettings settings, Leases leases, SharedBuckets shared, LocalBuckets local) {
        this.isOn = settings.rateLimits();
        this.table = settings.table();
        this.leases = leases;
        this.shared = shared;
        this.local = local;
    }

    /** Completes, or fails with {@code M_LIMIT_EXCEEDED}; on the usual path without waiting. */
    public Mono<Void> admit(LimitClass limit, Subject subject) {
        if (!isOn) {
            return Mono.empty();
        }
        Payment payment = new Payment(leases);
        Optional<Duration> refusal = payFromLeases(payment, limit, subject);
        if (refusal.isPresent()) {
            return refuse(payment, refusal.get());
        }
        return payment.owed().isEmpty() ? Mono.empty() : payFromBuckets(payment);
    }

    /** Stops at the first bucket that is known to refuse: the later ones belong to more people. */
    private Optional<Duration> payFromLeases(Payment payment, LimitClass limit, Subject subject) {
        for (var entry : table.getOrDefault(limit, Map.of()).entrySet()) {
            String value = subject.value(entry.getKey());
            if (value != null) {
                Bucket bucket = new Bucket(limit, entry.getKey(), value);
                Optional<Duration> refusal = payment.charge(bucket, entry.getValue());
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    private Mono<Void> payFromBuckets(Payment payment) {
        List<Demand> owed = payment.owed();
        return shared.take(owed)
                .onErrorResume(SharedBuckets.Unavailable.class, _ -> Mono.just(local.take(owed)))
                .flatMap(grants -> Mono.justOrEmpty(payment.settle(grants)))
                .flatMap(retryAfter -> refuse(payment, retryAfter));
    }

    private static Mono<Void> refuse(Payment payment, Duration retryAfter) {
        payment.giveBack();
        return Mono.error(MatrixException.limitExceeded(retryAfter));
    }
}
