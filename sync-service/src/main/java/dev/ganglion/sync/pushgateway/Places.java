package dev.ganglion.sync.pushgateway;

import java.util.HashMap;
import java.util.Map;

/**
 * What this replica has under way. Pushers whose last attempt failed get no more than half of the
 * places, so that gateways that answer to nothing hold up no others. Thread-safe.
 */
final class Places {
    private final int atOnce;
    private final Map<String, Integer> byHost = new HashMap<>();
    private int used;
    private int failing;

    Places(int atOnce) {
        this.atOnce = atOnce;
    }

    synchronized ClaimRepository.Room room() {
        int half = Math.max(1, atOnce / 2);
        return new ClaimRepository.Room(
                atOnce - used, Math.max(0, half - failing), Map.copyOf(byHost));
    }

    synchronized void take(Claim claim) {
        used++;
        failing += claim.isFailing() ? 1 : 0;
        byHost.merge(claim.target().host(), 1, Integer::sum);
    }

    synchronized void giveBack(Claim claim) {
        used--;
        failing -= claim.isFailing() ? 1 : 0;
        byHost.computeIfPresent(claim.target().host(), (_, count) -> count > 1 ? count - 1 : null);
    }
}
