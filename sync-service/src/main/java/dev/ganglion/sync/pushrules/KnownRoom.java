package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.auth.PowerLevels;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.push.RoomFacts;

import java.util.Optional;

/**
 * What rules ask of a room.
 *
 * @param members how many users are joined to it
 * @param levels empty for a room without a beginning, where nobody may call on everybody
 */
public record KnownRoom(RoomId id, long members, Optional<PowerLevels> levels) {
    RoomFacts factsFor(UserId sender) {
        return levels.map(known -> RoomFacts.of(members, known, sender))
                .orElseGet(() -> new RoomFacts(members, _ -> false));
    }
}
