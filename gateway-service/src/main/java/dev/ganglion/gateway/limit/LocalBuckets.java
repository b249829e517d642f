package dev.ganglion.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Buckets of this gateway alone, for the time without Redis: half of what is allowed otherwise,
 * because another gateway may be granting the other half.
 */
@Component
class LocalBuckets {
    private static final int MAX_BUCKETS = 100_000;

    private final Cache<Bucket, State> buckets =
            Caffeine.newBuilder().maximumSize(MAX_BUCKETS).build();
    private final InstantSource clock;

    LocalBuckets(InstantSource clock) {
        this.clock = clock;
    }

    /** One grant per demand: a token of each, or of none when one is empty. */
    List<Grant> take(List<Demand> demands) {
        long now = clock.millis();
        List<Grant> grants = demands.stream().map(demand -> take(demand, now)).toList();
        if (grants.stream().allMatch(grant -> grant.tokens() > 0)) {
            return grants;
        }
        List<Grant> refusals = new ArrayList<>(grants.size());
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            if (grant.tokens() > 0) {
                buckets.asMap()
                        .computeIfPresent(demands.get(i).bucket(), (_, state) -> state.refilled());
                refusals.add(Grant.of(0));
            } else {
                refusals.add(grant);
            }
        }
        return refusals;
    }

    private Grant take(Demand demand, long now) {
        Allowance allowance = demand.allowance().halved();
        State state =
                buckets.asMap()
                        .compute(
                                demand.bucket(),
                                (_, before) -> State.after(before, allowance, now));
        return state.wasGranted()
                ? Grant.of(1)
                : new Grant(0, Duration.ofMillis(state.millisToNext(allowance)));
    }

    private record State(double tokens, long at, boolean wasGranted) {

        static State after(@Nullable State before, Allowance allowance, long now) {
            double tokens = allowance.burst();
            if (before != null) {
                double inflow = Math.max(0, now - before.at) * allowance.perSecond() / 1_000;
                tokens = Math.min(tokens, before.tokens + inflow);
            }
            return tokens >= 1 ? new State(tokens - 1, now, true) : new State(tokens, now, false);
        }

        /** With the token back in it. */
        State refilled() {
            return new State(tokens + 1, at, wasGranted);
        }

        long millisToNext(Allowance allowance) {
            return (long) Math.ceil((1 - tokens) / allowance.perSecond() * 1_000);
        }
    }
}
