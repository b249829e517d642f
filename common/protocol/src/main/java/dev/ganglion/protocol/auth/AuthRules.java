package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.AuthVerdict.Allowed.ALLOWED;
import static dev.ganglion.protocol.auth.AuthVerdict.rejected;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.version.Change;

import java.util.Optional;

/**
 * Whether an event may stand in a room with a given state. Rules 2 and 3, on the events that it
 * names as its authority, are {@link AuthEventsRules}.
 *
 * <p>Specification: room versions, "Authorization rules".
 */
public final class AuthRules {
    private final MemberRules memberRules;

    /** Rules that ask that port who signed an event. */
    public AuthRules(SignatureCheck signatures) {
        this.memberRules = new MemberRules(signatures);
    }

    /** The verdict; never throws for what an event says. */
    public AuthVerdict check(PduEvent event, AuthState state) {
        if (event.is(EventTypes.CREATE)) {
            return CreateRules.check(event);
        }
        Optional<PduEvent> create = state.create();
        if (create.filter(first -> first.roomId().equals(event.roomId())).isEmpty()) {
            return roomless(event, create);
        }
        // 4: a room can keep to its own server.
        if (!federates(create.get()) && !isSameServer(event, create.get())) {
            return rejected("4", "This room is not open to other servers");
        }
        // 4 of versions 1 to 5
        if (event.is(EventTypes.ALIASES) && !event.roomVersion().has(Change.ALIASES_NOT_SPECIAL)) {
            return aliases(event);
        }
        // 5
        if (event.is(EventTypes.MEMBER)) {
            return memberRules.check(event, state);
        }
        return checkAsMember(event, state);
    }

    private static AuthVerdict checkAsMember(PduEvent event, AuthState state) {
        PowerLevels levels = state.powerLevels();
        UserId sender = event.sender();
        // 6
        if (state.membershipOf(sender) != Membership.JOIN) {
            return rejected("6", "You are not in this room");
        }
        // 7
        if (event.is(EventTypes.THIRD_PARTY_INVITE)) {
            return levels.mayInvite(sender)
                    ? ALLOWED
                    : rejected("7.1", "You may not invite anybody to this room");
        }
        // 8
        if (!levels.maySend(event)) {
            return rejected("8", "Your power level is too low to send " + event.type());
        }
        // 9
        Optional<String> stateKey = event.stateKey();
        if (stateKey.filter(key -> key.startsWith("@") && !key.equals(sender.value()))
                .isPresent()) {
            return rejected("9", "A state key that is a user ID belongs to that user");
        }
        // 10
        if (event.is(EventTypes.POWER_LEVELS)) {
            return new PowerLevelsRules(event, state).check();
        }
        // 11 of versions 1 and 2
        if (event.is(EventTypes.REDACTION)
                && !event.roomVersion().has(Change.REDACTIONS_JUDGED_LATER)) {
            return redaction(event, levels);
        }
        // 11
        return ALLOWED;
    }

    /** There must be a room to be in. */
    private static AuthVerdict roomless(PduEvent event, Optional<PduEvent> create) {
        // 2, from version 12: the room ID names the create event.
        if (event.roomVersion().has(Change.ROOM_ID_IS_CREATE_HASH)) {
            return rejected("2", "The event's room has no create event");
        }
        // Before, auth events without one, or with that of another room.
        return create.isEmpty()
                ? rejected(AuthEventsRules.WITHOUT_CREATE, "The event's room has no create event")
                : rejected("3.5", "The create event is of another room");
    }

    /** Versions 1 to 5: aliases belong to their server, whether or not their sender is a member. */
    private static AuthVerdict aliases(PduEvent event) {
        // 4.1
        if (event.stateKey().isEmpty()) {
            return rejected("4.1 of version 5", "Aliases name their server in the state key");
        }
        // 4.2, 4.3
        return event.stateKey().filter(event.sender().serverName().value()::equals).isPresent()
                ? ALLOWED
                : rejected("4.2 of version 5", "Aliases belong to the server in their state key");
    }

    /** Versions 1 and 2: redacting takes the redact level, or an event of the own server. */
    private static AuthVerdict redaction(PduEvent event, PowerLevels levels) {
        Optional<ServerName> redacted = event.redacts().flatMap(EventId::serverName);
        boolean isOwnServers =
                redacted.isPresent() && redacted.equals(event.eventId().serverName());
        // 11.1, 11.2, 11.3
        return levels.mayRedactOthers(event.sender()) || isOwnServers
                ? ALLOWED
                : rejected("11.3 of version 2", "Your power level is too low to redact this event");
    }

    private static boolean federates(PduEvent create) {
        return !create.content().get("m.federate").equals(Optional.of(JsonBoolean.FALSE));
    }

    private static boolean isSameServer(PduEvent event, PduEvent create) {
        return event.sender().serverName().equals(create.sender().serverName());
    }
}
