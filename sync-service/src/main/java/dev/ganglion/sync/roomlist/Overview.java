package dev.ganglion.sync.roomlist;

import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;

import java.util.Map;
import java.util.Objects;

/**
 * A user's rooms and lists as of now.
 *
 * @param lists by the names that the client gave them
 * @param facts by the room's number, of all rooms of the user
 */
public record Overview(Map<String, RoomList> lists, Map<Long, RoomFacts> facts, Kept kept) {
    /** What orders rooms: where something was said last, or where the user was invited. */
    public long bumpStamp(Member member) {
        RoomFacts room = factsOf(member.room().nid());
        return member.isJoined() && room.bumpStamp() > 0 ? room.bumpStamp() : member.position();
    }

    /** Of a room of the user. */
    public RoomFacts factsOf(long roomNid) {
        return Objects.requireNonNull(facts.get(roomNid));
    }

    /** Whether the user wants to be told of it. */
    public boolean isWanted(Member member) {
        return RoomLists.isWanted(member, facts, kept);
    }
}
