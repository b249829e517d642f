package dev.ganglion.gateway.limit;

/**
 * What a bucket holds and how fast it fills.
 *
 * @param perSecond how many requests a second come back
 * @param burst how many may come at once after a pause
 */
public record Allowance(double perSecond, int burst) {

    public Allowance {
        if (!(perSecond > 0) || burst < 1) {
            throw new IllegalArgumentException(
                    "A rate limit needs per-second above 0 and burst of 1 or more");
        }
    }

    /** Half of it, at least one: what one replica grants alone while Redis is away. */
    Allowance halved() {
        return new Allowance(perSecond / 2, Math.max(1, burst / 2));
    }
}
