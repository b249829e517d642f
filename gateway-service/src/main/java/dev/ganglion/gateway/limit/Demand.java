package dev.ganglion.gateway.limit;

/** A bucket that a request needs a token of. */
record Demand(Bucket bucket, Allowance allowance) {

    /** What may be taken at once: a second's inflow, but no large part of the burst. */
    int share() {
        double share = Math.min(allowance.perSecond(), allowance.burst() / 10.0);
        return Math.max(1, (int) share);
    }
}
