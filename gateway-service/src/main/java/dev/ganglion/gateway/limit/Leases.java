package dev.ganglion.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Tokens that this gateway has taken from shared buckets and not spent yet, and fresh refusals. */
@Component
class Leases {
    private static final long LIFE_MILLIS = 1_000;
    private static final long MAX_REFUSAL_MILLIS = 1_000;
    private static final int MAX_BUCKETS = 100_000;

    private final Cache<Bucket, Lease> leases =
            Caffeine.newBuilder().maximumSize(MAX_BUCKETS).build();
    private final InstantSource clock;

    Leases(InstantSource clock) {
        this.clock = clock;
    }

    boolean spend(Bucket bucket) {
        Lease lease = leases.getIfPresent(bucket);
        return lease != null && lease.spend(clock.millis());
    }

    /** Takes back what was spent on a request that is refused for another reason. */
    void giveBack(Bucket bucket) {
        Lease lease = leases.getIfPresent(bucket);
        if (lease != null) {
            lease.giveBack();
        }
    }

    /** Keeps a grant, of which one token is spent at once. */
    void keep(Bucket bucket, Grant grant) {
        Lease lease = leases.get(bucket, _ -> new Lease());
        if (lease != null) {
            lease.add(grant, clock.millis());
        }
    }

    /** How long the buckets are known to stay empty, so that a flood does not reach Redis. */
    Duration longestRefusal(List<Demand> demands) {
        long longest = 0;
        for (Demand demand : demands) {
            Lease lease = leases.getIfPresent(demand.bucket());
            if (lease != null) {
                longest = Math.max(longest, lease.refusedFor(clock.millis()));
            }
        }
        return Duration.ofMillis(longest);
    }

    private static final class Lease {
        private int tokens;
        private long goodUntil;
        private long refusedUntil;
        private long answerRefused;

        synchronized boolean spend(long now) {
            if (tokens == 0 || now >= goodUntil) {
                return false;
            }
            tokens--;
            return true;
        }

        synchronized void giveBack() {
            tokens++;
        }

        synchronized void add(Grant grant, long now) {
            if (grant.tokens() == 0) {
                answerRefused = now + grant.retryAfter().toMillis();
                refusedUntil = Math.min(answerRefused, now + MAX_REFUSAL_MILLIS);
                return;
            }
            tokens = (now < goodUntil ? tokens : 0) + grant.tokens() - 1;
            goodUntil = now + LIFE_MILLIS;
        }

        synchronized long refusedFor(long now) {
            return now < refusedUntil ? answerRefused - now : 0;
        }
    }
}
