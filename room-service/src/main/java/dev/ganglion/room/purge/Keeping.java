package dev.ganglion.room.purge;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.ServerName;

import java.util.Set;

/**
 * What stays when a stretch of a room is purged. Where the room's graph ends, and the redaction of
 * an event that stays, stay whatever this says.
 */
@FunctionalInterface
public interface Keeping {
    boolean keeps(PurgeCandidate event);

    /** All state, for rooms that live on and lose their old messages. */
    static Keeping allState() {
        return PurgeCandidate::isState;
    }

    /**
     * State that still holds, and whatever later events rest on. Every membership names the one
     * before in its {@code auth_events}, every change of the power levels the one before: the
     * authorization chain of what stays holds all events of these types. How visible the history
     * was decides about everything that stays.
     */
    static Keeping stateInForce() {
        Set<String> lasting =
                Set.of(
                        EventTypes.CREATE,
                        EventTypes.MEMBER,
                        EventTypes.POWER_LEVELS,
                        EventTypes.JOIN_RULES,
                        EventTypes.THIRD_PARTY_INVITE,
                        EventTypes.HISTORY_VISIBILITY);
        return event -> event.isState() && (event.isInForce() || lasting.contains(event.type()));
    }

    /** Who was in the room: what devices that were away have to hear of a room that is gone. */
    static Keeping memberships() {
        Set<String> types = Set.of(EventTypes.CREATE, EventTypes.MEMBER);
        return event -> event.isState() && types.contains(event.type());
    }

    static Keeping nothing() {
        return _ -> false;
    }

    /** And all that users of that server have sent. */
    default Keeping andAllOf(ServerName server) {
        return event -> keeps(event) || event.isFrom(server);
    }
}
