package dev.ganglion.gateway.limit;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets a request through or refuses it with {@code M_LIMIT_EXCEEDED}.
 *
 * <p>The buckets are in Redis, so that several gateways do not multiply the limits. Each gateway
 * takes up to one second's worth of a bucket at a time and spends it from memory; what it has not
 * spent after a second is lost. A busy user so costs one Redis call a second, and what is lost is
 * never more than what flows in.
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
        List<Demand> unpaid = unpaid(limit, subject);
        if (unpaid.isEmpty()) {
            return Mono.empty();
        }
        Duration refusal = leases.longestRefusal(unpaid);
        if (refusal.isPositive()) {
            return Mono.error(MatrixException.limitExceeded(refusal));
        }
        return shared.take(unpaid)
                .onErrorResume(SharedBuckets.Unavailable.class, _ -> Mono.just(takeHere(unpaid)))
                .flatMap(grants -> settle(unpaid, grants));
    }

    private List<Demand> unpaid(LimitClass limit, Subject subject) {
        List<Demand> unpaid = new ArrayList<>(2);
        table.getOrDefault(limit, Map.of())
                .forEach(
                        (key, allowance) -> {
                            String value = subject.value(key);
                            if (value != null) {
                                Bucket bucket = new Bucket(limit, key, value);
                                if (!leases.spend(bucket)) {
                                    unpaid.add(new Demand(bucket, allowance));
                                }
                            }
                        });
        return unpaid;
    }

    private List<Grant> takeHere(List<Demand> unpaid) {
        return unpaid.stream().map(local::take).toList();
    }

    private Mono<Void> settle(List<Demand> unpaid, List<Grant> grants) {
        Duration retryAfter = Duration.ZERO;
        for (int i = 0; i < unpaid.size(); i++) {
            Grant grant = grants.get(i);
            leases.keep(unpaid.get(i).bucket(), grant);
            if (grant.tokens() == 0 && grant.retryAfter().compareTo(retryAfter) > 0) {
                retryAfter = grant.retryAfter();
            }
        }
        return retryAfter.isPositive()
                ? Mono.error(MatrixException.limitExceeded(retryAfter))
                : Mono.empty();
    }
}
