package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.SentRoom;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the connection has been told of rooms once the answer is given. Extensions add to it. Not
 * for several threads.
 */
final class Covered {
    private final Map<Long, SentRoom> before;
    private final Map<Long, SentRoom> changes;

    Covered(Map<Long, SentRoom> before, Map<Long, SentRoom> changes) {
        this.before = before;
        this.changes = new HashMap<>(changes);
    }

    Optional<SentRoom> find(long roomNid) {
        SentRoom changed = changes.get(roomNid);
        return Optional.ofNullable(changed == null ? before.get(roomNid) : changed);
    }

    /** Only where it makes a difference, so that nothing is stored for nothing. */
    void put(long roomNid, SentRoom now) {
        if (!find(roomNid).filter(now::equals).isPresent()) {
            changes.put(roomNid, now);
        }
    }

    Map<Long, SentRoom> changes() {
        return Map.copyOf(changes);
    }
}
