package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.AuthVerdict.Allowed.ALLOWED;
import static dev.ganglion.protocol.auth.AuthVerdict.rejected;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.Change;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rule 3: an event names as its authority what the selection asks for, of its own room, and nothing
 * else. Whether all of it is there is not asked, save for the create event.
 */
public final class AuthEventsRules {
    /** The rule of room versions 1 to 11 that version 12 dropped. */
    static final String WITHOUT_CREATE = "2.4 of version 11";

    private AuthEventsRules() {}

    /**
     * The verdict on an event's auth events.
     *
     * @param authEvents the events that it names, each as often as it names it
     * @param rejected those among them that were themselves rejected
     */
    public static AuthVerdict check(
            PduEvent event, Collection<PduEvent> authEvents, Set<EventId> rejected) {
        if (event.is(EventTypes.CREATE)) {
            // Rule 1 has decided.
            return ALLOWED;
        }
        Set<StateKeyTuple> selected = selectedKeys(event);
        Set<StateKeyTuple> seen = new HashSet<>();
        for (PduEvent authority : authEvents) {
            Optional<StateKeyTuple> key = authority.stateKeyTuple();
            // 3.1
            if (key.isPresent() && !seen.add(key.get())) {
                return rejected("3.1", "Two auth events of one type and state key");
            }
            // 3.2
            if (key.filter(selected::contains).isEmpty()) {
                return rejected("3.2", "Not to be selected as an auth event: " + authority.type());
            }
            // 3.3
            if (rejected.contains(authority.eventId())) {
                return rejected("3.3", "An auth event was itself rejected");
            }
            // 3.5
            if (!authority.roomId().equals(event.roomId())) {
                return rejected("3.5", "An auth event of another room");
            }
        }
        // 2.4, up to version 11
        boolean needsCreate = !event.roomVersion().has(Change.ROOM_ID_IS_CREATE_HASH);
        return needsCreate && !seen.contains(StateKeyTuple.CREATE)
                ? rejected(WITHOUT_CREATE, "The create event is not among the auth events")
                : ALLOWED;
    }

    /** The events of a state that the selection asks for, in a stable order. */
    public static List<PduEvent> select(PduEvent event, AuthState state) {
        return selectedKeys(event).stream().flatMap(key -> state.get(key).stream()).toList();
    }

    private static Set<StateKeyTuple> selectedKeys(PduEvent event) {
        return AuthEventSelection.keysFor(
                event.type(),
                event.sender(),
                event.stateKey(),
                event.content(),
                event.roomVersion());
    }
}
