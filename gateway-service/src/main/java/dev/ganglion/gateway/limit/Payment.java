package dev.ganglion.gateway.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one request has paid from leases, and what it still owes. A request that is refused gets
 * everything back.
 */
final class Payment {
    private final Leases leases;
    private final List<Bucket> paid = new ArrayList<>();
    private final List<Demand> owed = new ArrayList<>();

    Payment(Leases leases) {
        this.leases = leases;
    }

    /** Answers for how long the bucket is known to refuse, if it is. */
    Optional<Duration> charge(Bucket bucket, Allowance allowance) {
        if (leases.spend(bucket)) {
            paid.add(bucket);
            return Optional.empty();
        }
        owed.add(Demand.after(leases.spentLately(bucket), bucket, allowance));
        return leases.refusal(bucket);
    }

    /** What no lease had a token for. */
    List<Demand> owed() {
        return owed;
    }

    /**
     * Keeps the grants, which are in the order of what is owed. Answers when to come back if one of
     * them is a refusal.
     */
    Optional<Duration> settle(List<Grant> grants) {
        for (int i = 0; i < owed.size(); i++) {
            leases.keep(owed.get(i).bucket(), grants.get(i));
        }
        return grants.stream()
                .filter(Grant.Refused.class::isInstance)
                .map(refused -> ((Grant.Refused) refused).retryAfter())
                .max(Comparator.naturalOrder());
    }

    void giveBack() {
        paid.forEach(leases::giveBack);
    }
}
