package dev.ganglion.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

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

    /** Undoes {@link #spend}, for a request that another bucket refused. */
    void giveBack(Bucket bucket) {
        Lease lease = leases.getIfPresent(bucket);
        if (lease != null) {
            lease.giveBack(clock.millis());
        }
    }

    /** Keeps a grant, of which one token is spent at once, or remembers a refusal. */
    void keep(Bucket bucket, Grant grant) {
        switch (grant) {
            case Grant.Taken(int tokens) -> lease(bucket).add(tokens, clock.millis());
            case Grant.Refused(Duration retryAfter) ->
                    lease(bucket).refuse(retryAfter.toMillis(), clock.millis());
            case Grant.Untouched() -> {}
        }
    }

    /** How long the bucket is known to stay empty, so that a flood does not reach Redis. */
    Optional<Duration> refusal(Bucket bucket) {
        Lease lease = leases.getIfPresent(bucket);
        return lease == null ? Optional.empty() : lease.refusal(clock.millis());
    }

    /** How many tokens of the bucket were spent since its last lease was over for a second. */
    int spentLately(Bucket bucket) {
        Lease lease = leases.getIfPresent(bucket);
        return lease == null ? 0 : lease.spent(clock.millis());
    }

    private Lease lease(Bucket bucket) {
        return Objects.requireNonNull(leases.get(bucket, _ -> new Lease()));
    }

    private static final class Lease {
        private int tokens;
        private int spent;
        private long goodUntil;
        private long refusedUntil;
        private long answerRefused;

        synchronized boolean spend(long now) {
            if (tokens == 0 || now >= goodUntil) {
                return false;
            }
            tokens--;
            spent++;
            return true;
        }

        /** A lease that has ended in the meantime would have lost the token anyway. */
        synchronized void giveBack(long now) {
            if (now < goodUntil) {
                tokens++;
                spent--;
            }
        }

        synchronized void add(int granted, long now) {
            boolean isGood = now < goodUntil;
            tokens = (isGood ? tokens : 0) + granted - 1;
            spent = (isGood ? spent : 0) + 1;
            goodUntil = now + LIFE_MILLIS;
        }

        synchronized void refuse(long retryAfter, long now) {
            answerRefused = now + retryAfter;
            refusedUntil = Math.min(answerRefused, now + MAX_REFUSAL_MILLIS);
        }

        synchronized Optional<Duration> refusal(long now) {
            return now < refusedUntil
                    ? Optional.of(Duration.ofMillis(answerRefused - now))
                    : Optional.empty();
        }

        /** Who pauses between two leases, but not for longer than one, goes on as before. */
        synchronized int spent(long now) {
            return now > goodUntil + LIFE_MILLIS ? 0 : spent;
        }
    }
}
