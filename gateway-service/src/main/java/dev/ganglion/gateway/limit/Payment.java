package dev.ganglion.gateway.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    /** Answers for how long the bucket is known to refuse, or zero. */
    Duration charge(Bucket bucket, Allowance allowance) {
        if (leases.spend(bucket)) {
            paid.add(bucket);
            return Duration.ZERO;
        }
        owed.add(Demand.after(leases.spentLately(bucket), bucket, allowance));
        return leases.refusal(bucket);
    }

    /** What no lease had a token for. */
    List<Demand> owed() {
        return owed;
    }

    /** Answers when to come back if one of the grants, in the order of what is owed, is none. */
    Duration settle(List<Grant> grants) {
        Duration retryAfter = Duration.ZERO;
        for (int i = 0; i < owed.size(); i++) {
            Grant grant = grants.get(i);
            leases.keep(owed.get(i).bucket(), grant);
            if (grant.retryAfter().compareTo(retryAfter) > 0) {
                retryAfter = grant.retryAfter();
            }
        }
        return retryAfter;
    }

    void giveBack() {
        paid.forEach(leases::giveBack);
    }
}
