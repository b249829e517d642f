package dev.ganglion.sync.roomlist;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a list asks of a room, as of its last event. Immutable.
 *
 * @param floor the positions of all events after here are known
 * @param recent those positions, in order
 * @param bumpStamp the position of the last event that moves the room up; 0 when that was long ago
 * @param type the {@code type} of the room's creation
 */
public record RoomFacts(
        long floor, List<Long> recent, long bumpStamp, boolean isEncrypted, Optional<String> type) {
    private static final int MAX_RECENT = 32;

    /** MSC4186, "bump_stamp": what somebody says, not what somebody is. */
    static final Set<String> BUMPING =
            Set.of(
                    EventTypes.CREATE,
                    EventTypes.MESSAGE,
                    EventTypes.ENCRYPTED,
                    EventTypes.STICKER,
                    "m.call.invite",
                    "m.poll.start",
                    "m.beacon_info");

    static RoomFacts of(long latest, long bumpStamp, boolean isEncrypted, Optional<String> type) {
        return new RoomFacts(latest, List.of(), bumpStamp, isEncrypted, type);
    }

    /** The position of the last event. */
    public long latest() {
        return recent.isEmpty() ? floor : recent.getLast();
    }

    /** Whether it is certain that nothing happened after the one, up to the other. */
    public boolean wasQuiet(long after, long upTo) {
        return after >= floor && recent.stream().noneMatch(each -> each > after && each <= upTo);
    }

    /** With the next event; an older one changes nothing. */
    RoomFacts after(TimelineEvent event) {
        if (event.position() <= latest()) {
            return this;
        }
        boolean isFull = recent.size() == MAX_RECENT;
        List<Long> next = new ArrayList<>(isFull ? recent.subList(1, MAX_RECENT) : recent);
        next.add(event.position());
        return new RoomFacts(
                isFull ? recent.getFirst() : floor,
                List.copyOf(next),
                BUMPING.contains(event.header().type()) ? event.position() : bumpStamp,
                isEncrypted || isEncryption(event),
                type);
    }

    private static boolean isEncryption(TimelineEvent event) {
        return event.isState()
                && event.header().type().equals(EventTypes.ENCRYPTION)
                && event.header().stateKey().orElseThrow().isEmpty();
    }
}
