package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.protocol.push.RoomMember;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.pushrules.EventRules;
import dev.ganglion.sync.pushrules.KnownRoom;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a user's events are counted, in some rooms.
 *
 * @param bases by the rooms' numbers
 * @param rooms those of them in which rules are applied
 */
record Counting(
        UserId user, Map<Long, Basis> bases, Map<Long, KnownRoom> rooms, EventRules events) {
    Basis basis(long room) {
        return Objects.requireNonNull(bases.get(room));
    }

    /**
     * What events add that are in memory.
     *
     * @param name the user's display name in the room
     */
    Judgement judgement(long room, Optional<String> name) {
        Basis basis = basis(room);
        return switch (basis.way()) {
            case BY_NUMBERS -> heard(basis, event -> byNumbers(event));
            case BY_MENTIONS -> heard(basis, event -> byNumbers(event).highlightsAlone());
            case BY_RULES -> {
                KnownRoom known = Objects.requireNonNull(rooms.get(room));
                RoomMember member = new RoomMember(user, name, basis.rules());
                yield heard(basis, event -> byRules(event, known, member));
            }
            case NOTHING -> _ -> Count.NONE;
        };
    }

    /** Nobody's own events count, nor those of whom they ignore. */
    private Judgement heard(Basis basis, Judgement judgement) {
        return event ->
                event.sender().equals(user) || basis.ignored().contains(event.sender())
                        ? Count.NONE
                        : judgement.of(event);
    }

    private Count byNumbers(TimelineEvent event) {
        boolean isHighlight = event.counting().highlighted().contains(user);
        return Count.of(event.counting().isCounted() || isHighlight, isHighlight);
    }

    private Count byRules(TimelineEvent event, KnownRoom room, RoomMember member) {
        PushActions actions = events.ofRecent(event, room, member);
        return Count.of(actions.notifies(), actions.highlights());
    }
}
