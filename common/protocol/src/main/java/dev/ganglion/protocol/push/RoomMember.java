package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.FoldedPhrases;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * A user whose rules are applied to the events of a room.
 *
 * @param displayName in that room; one that is blank or has more than {@value
 *     FoldedPhrases#MAX_LENGTH} characters stands in no message
 */
public record RoomMember(UserId userId, Optional<String> displayName, CompiledRules rules) {
    public RoomMember {
        displayName = displayName.filter(name -> !name.isBlank());
    }
}
