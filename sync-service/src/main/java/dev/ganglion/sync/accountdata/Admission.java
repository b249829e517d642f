package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides which changes of a batch are written, one after the other: each counts towards the quota
 * of those after it. A plain computation, used by one thread.
 */
final class Admission {
    private final Map<Change.Key, Kept> kept;
    private final Map<UserId, Usage> usages;

    /** What becomes of a change. */
    enum Verdict {
        WRITE,
        /** What it was made from has moved on. */
        STALE,
        /** The user would keep too much. */
        TOO_MUCH
    }

    /**
     * @param usages of those users who write what {@link #grows}; of others it is not looked at
     */
    Admission(Map<Change.Key, Kept> kept, Map<UserId, Usage> usages) {
        this.kept = kept;
        this.usages = new HashMap<>(usages);
    }

    Map<Change.Key, Verdict> decide(Collection<Change> changes) {
        Map<Change.Key, Verdict> verdicts = new HashMap<>();
        changes.forEach(change -> verdicts.put(change.key(), decide(change)));
        return verdicts;
    }

    /**
     * Whether the user keeps more after the change. One that shrinks what is there is let through
     * whatever the quota: so a user who keeps too much gets out of it.
     */
    static boolean grows(Change change, Map<Change.Key, Kept> kept) {
        Kept before = kept.getOrDefault(change.key(), Kept.NOTHING);
        return before.isNothing() || change.bytes() > before.bytes();
    }

    private Verdict decide(Change change) {
        Kept before = kept.getOrDefault(change.key(), Kept.NOTHING);
        if (change.expected().filter(position -> position != before.position()).isPresent()) {
            return Verdict.STALE;
        }
        Usage after = usages.getOrDefault(change.userId(), Usage.NONE).with(change, before);
        if (grows(change, kept) && after.isTooMuch()) {
            return Verdict.TOO_MUCH;
        }
        usages.put(change.userId(), after);
        return Verdict.WRITE;
    }
}
