package dev.ganglion.sync.roomlist;

import dev.ganglion.protocol.identifier.RoomId;

import java.util.Map;
import java.util.Set;

/**
 * What a user's account data says of rooms. Immutable.
 *
 * @param asOf the position of its stream
 * @param direct the IDs of the rooms for talking to one user alone
 * @param tags by the ID of the room
 * @param blocksInvites whether the user wants to hear of no invitation
 */
public record Kept(
        long asOf, Set<String> direct, Map<String, Set<String>> tags, boolean blocksInvites) {
    static final Kept NOTHING = new Kept(0, Set.of(), Map.of(), false);

    public boolean isDirect(RoomId room) {
        return direct.contains(room.value());
    }

    Set<String> tagsOf(RoomId room) {
        return tags.getOrDefault(room.value(), Set.of());
    }

    Kept upTo(long position) {
        return new Kept(position, direct, tags, blocksInvites);
    }
}
