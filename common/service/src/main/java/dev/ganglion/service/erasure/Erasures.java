package dev.ganglion.service.erasure;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The users erased so far.
 *
 * @param number how many there are: erasures are numbered in the order in which they were committed
 * @param positions the last position of the event stream before each erasure
 */
public record Erasures(long number, Map<UserId, Long> positions) {
    public static final Erasures NONE = new Erasures(0, Map.of());

    /** The erasures after the first so many. */
    record Later(Map<UserId, Long> positions, long number) {}

    Erasures with(Later later) {
        if (later.number() <= number) {
            return this;
        }
        Map<UserId, Long> all = HashMap.newHashMap(positions.size() + later.positions().size());
        all.putAll(positions);
        all.putAll(later.positions());
        return new Erasures(later.number(), Collections.unmodifiableMap(all));
    }

    public boolean isEmpty() {
        return positions.isEmpty();
    }

    public boolean contains(UserId user) {
        return positions.containsKey(user);
    }

    /**
     * The same for somebody who reads a room.
     *
     * @param firstJoin the position of the reader's first joining of that room
     */
    public ErasedFor joinedAt(long firstJoin) {
        return isEmpty() ? ErasedFor.NOBODY : new ErasedFor(this, firstJoin);
    }

    /** The same for somebody who never was in the room. */
    public ErasedFor neverJoined() {
        return joinedAt(Long.MAX_VALUE);
    }

    /** The same, from a list of first joinings by the rooms' numbers. */
    ErasedFor joinedAt(Map<Long, Long> firstJoins, long room) {
        return joinedAt(firstJoins.getOrDefault(room, Long.MAX_VALUE));
    }
}
