package dev.ganglion.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
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

    /** One token of each bucket, or none of any: then the grants say which one refuses. */
    List<Grant> take(List<Demand> demands) {
        for (int taken = 0; taken < demands.size(); taken++) {
            if (take(demands.get(taken)) instanceof Grant.Refused refused) {
                demands.subList(0, taken).forEach(this::giveBack);
                return refusal(refused, taken, demands.size());
            }
        }
        return Collections.nCopies(demands.size(), new Grant.Taken(1));
    }

    private static List<Grant> refusal(Grant.Refused refused, int place, int size) {
        List<Grant> grants = new ArrayList<>(Collections.nCopies(size, new Grant.Untouched()));
        grants.set(place, refused);
        return grants;
    }

    private Grant take(Demand demand) {
        Allowance allowance = demand.allowance().halved();
        long now = clock.millis();
        State state =
                buckets.asMap()
                        .compute(
                                demand.bucket(),
                                (_, before) -> State.after(before, allowance, now));
        return state.wasGranted()
                ? new Grant.Taken(1)
                : new Grant.Refused(Duration.ofMillis(state.millisToNext(allowance)));
    }

    private void giveBack(Demand demand) {
        int burst = demand.allowance().halved().burst();
        buckets.asMap().computeIfPresent(demand.bucket(), (_, state) -> state.withOneMore(burst));
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

        State withOneMore(int burst) {
            return new State(Math.min(burst, tokens + 1), at, true);
        }

        long millisToNext(Allowance allowance) {
            return (long) Math.ceil((1 - tokens) / allowance.perSecond() * 1_000);
        }
    }
}
