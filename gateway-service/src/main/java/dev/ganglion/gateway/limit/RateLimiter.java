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

    /**
     * Completes, or fails with {@code M_LIMIT_EXCEEDED}; on the usual path without waiting. A
     * request that is refused takes nothing from any bucket: nobody uses up a room's by being
     * refused.
     */
    public Mono<Void> admit(LimitClass limit, Subject subject) {
        if (!isOn) {
            return Mono.empty();
        }
        Bill bill = bill(limit, subject);
        if (bill.unpaid().isEmpty()) {
            return Mono.empty();
        }
        Duration refusal = leases.longestRefusal(bill.unpaid());
        if (refusal.isPositive()) {
            return refuse(bill, refusal);
        }
        return shared.take(bill.unpaid())
                .onErrorResume(
                        SharedBuckets.Unavailable.class,
                        _ -> Mono.fromSupplier(() -> local.take(bill.unpaid())))
                .flatMap(grants -> settle(bill, grants));
    }

    /** What a request costs: paid from what is at hand, as far as it goes. */
    private record Bill(List<Bucket> paid, List<Demand> unpaid) {}

    private Bill bill(LimitClass limit, Subject subject) {
        Bill bill = new Bill(new ArrayList<>(4), new ArrayList<>(2));
        table.getOrDefault(limit, Map.of())
                .forEach(
                        (key, allowance) -> {
                            String value = subject.value(key);
                            if (value != null) {
                                pay(bill, new Bucket(limit, key, value), allowance);
                            }
                        });
        return bill;
    }

    private void pay(Bill bill, Bucket bucket, Allowance allowance) {
        if (leases.spend(bucket)) {
            bill.paid().add(bucket);
        } else {
            bill.unpaid().add(new Demand(bucket, allowance));
        }
    }

    private Mono<Void> settle(Bill bill, List<Grant> grants) {
        Duration retryAfter = Duration.ZERO;
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            leases.keep(bill.unpaid().get(i).bucket(), grant);
            if (grant.retryAfter().compareTo(retryAfter) > 0) {
                retryAfter = grant.retryAfter();
            }
        }
        return retryAfter.isPositive() ? refuse(bill, retryAfter) : Mono.empty();
    }

    private Mono<Void> refuse(Bill bill, Duration retryAfter) {
        bill.paid().forEach(leases::giveBack);
        return Mono.error(MatrixException.limitExceeded(retryAfter));
    }
}
