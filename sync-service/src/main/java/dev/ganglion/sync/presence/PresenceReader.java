package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is told of others' presence.
 *
 * @param since up to where; empty for whoever begins, who is told of nobody who is offline
 * @param rooms the user's rooms now
 * @param sinceEvents the position of the event stream that the user has read up to
 */
public record PresenceReader(
        UserId user,
        EventFilter filter,
        Optional<PresenceMark> since,
        RoomsOfUser rooms,
        long sinceEvents) {

    /** Whether the mark is of this epoch, so that only what came after it is new. */
    boolean follows(int epoch) {
        return since.filter(mark -> mark.epoch() == epoch).isPresent();
    }

    PresenceMark mark() {
        return since.orElse(PresenceMark.NONE);
    }

    /** The rooms that the user has joined since, among those where only the name is another. */
    Set<Long> newRooms() {
        return since.isEmpty()
                ? Set.of()
                : rooms.joined().stream()
                        .filter(member -> member.position() > sinceEvents)
                        .map(Member::room)
                        .map(room -> room.nid())
                        .collect(Collectors.toSet());
    }
}
