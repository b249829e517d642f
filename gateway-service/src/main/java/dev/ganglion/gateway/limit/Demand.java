package dev.ganglion.gateway.limit;

/**
 * A bucket that a request needs a token of.
 *
 * @param wanted how many to take at once, if there are so many
 */
record Demand(Bucket bucket, Allowance allowance, int wanted) {

    /**
     * Wants as much again as was spent lately, so that what is taken and never spent is never more
     * than what was spent; at most a second's inflow, and no large part of the burst.
     */
    static Demand after(int spentLately, Bucket bucket, Allowance allowance) {
        double most = Math.min(allowance.perSecond(), allowance.burst() / 10.0);
        return new Demand(bucket, allowance, Math.clamp(spentLately, 1, Math.max(1, (int) most)));
    }
}
