package dev.ganglion.sync.room;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.Reader;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.token.SyncToken;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a response is about.
 *
 * @param since up to where the client has read; empty for an initial sync
 * @param now up to where it will have read
 * @param rooms the user's rooms as of {@code now}
 * @param ignored of whom the user is told nothing but state
 */
public record SyncContext(
        Reader reader,
        SyncFilter filter,
        Optional<SyncToken> since,
        SyncToken now,
        RoomsOfUser rooms,
        Options options,
        Set<UserId> ignored) {
    /**
     * How the client wants it.
     *
     * @param isFullState all state of all rooms, whatever the client has
     * @param usesStateAfter state as of the end of the timeline instead of its start
     */
    public record Options(boolean isFullState, boolean usesStateAfter) {}

    /** For a part of what the response tells. */
    SyncContext about(RoomsOfUser some) {
        return new SyncContext(reader, filter, since, now, some, options, ignored);
    }

    public UserId user() {
        return reader.userId();
    }

    /** The position of the event stream that the client has read up to; 0 for an initial sync. */
    public long sinceEvents() {
        return since.map(SyncToken::events).orElse(0L);
    }

    /** Those of the users of whom the reader wants to be told. */
    public List<UserId> notIgnored(List<UserId> users) {
        return users.stream().filter(user -> !ignored.contains(user)).toList();
    }

    boolean isInitial() {
        return since.isEmpty();
    }

    /** Whether the user is joined to a room that the filter lets through. */
    boolean isWanted(long roomNid) {
        return isWanted(roomNid, EventFilter.EVERYTHING);
    }

    /** Whether a filter of some kind of events lets the room through, too. */
    boolean isWanted(long roomNid, EventFilter kind) {
        return rooms.find(roomNid)
                .filter(RoomsOfUser.Member::isJoined)
                .map(member -> member.room().id().value())
                .filter(room -> filter.rooms().allowsRoom(room) && kind.allowsRoom(room))
                .isPresent();
    }
}
