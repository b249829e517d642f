package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which state an event's {@code auth_events} come from. Server-server API, "Auth events selection".
 */
public final class AuthEventSelection {
    private AuthEventSelection() {}

    /** The keys to look up; what the room has under them becomes the event's auth events. */
    public static Set<StateKeyTuple> keysFor(
            String type,
            UserId sender,
            Optional<String> stateKey,
            JsonObject content,
            RoomVersion version) {
        Set<StateKeyTuple> keys = new LinkedHashSet<>();
        if (type.equals(EventTypes.CREATE)) {
            return keys;
        }
        // Version 12: the room ID names the create event already.
        if (!version.has(Change.ROOM_ID_IS_CREATE_HASH)) {
            keys.add(StateKeyTuple.CREATE);
        }
        keys.add(StateKeyTuple.POWER_LEVELS);
        keys.add(StateKeyTuple.member(sender));
        if (type.equals(EventTypes.MEMBER)) {
            addForMember(keys, stateKey, content, version);
        }
        return keys;
    }

    /** The same keys with the create event, which the rules need to see in every version. */
    public static Set<StateKeyTuple> stateFor(
            String type,
            UserId sender,
            Optional<String> stateKey,
            JsonObject content,
            RoomVersion version) {
        Set<StateKeyTuple> keys =
                new LinkedHashSet<>(keysFor(type, sender, stateKey, content, version));
        keys.add(StateKeyTuple.CREATE);
        return keys;
    }

    private static void addForMember(
            Set<StateKeyTuple> keys,
            Optional<String> stateKey,
            JsonObject content,
            RoomVersion version) {
        stateKey.ifPresent(target -> keys.add(new StateKeyTuple(EventTypes.MEMBER, target)));
        Optional<Membership> membership = content.string("membership").flatMap(Membership::find);
        switch (membership.orElse(Membership.LEAVE)) {
            case JOIN, INVITE, KNOCK -> keys.add(StateKeyTuple.JOIN_RULES);
            case LEAVE, BAN -> {
                // Neither depends on how one gets in.
            }
        }
        if (membership.equals(Optional.of(Membership.INVITE))) {
            content.object("third_party_invite")
                    .flatMap(invite -> invite.object("signed"))
                    .flatMap(signed -> signed.string("token"))
                    .ifPresent(
                            token ->
                                    keys.add(
                                            new StateKeyTuple(
                                                    EventTypes.THIRD_PARTY_INVITE, token)));
        }
        // Whatever the membership is.
        if (version.has(Change.RESTRICTED_JOIN)) {
            content.string("join_authorised_via_users_server")
                    .ifPresent(user -> keys.add(new StateKeyTuple(EventTypes.MEMBER, user)));
        }
    }
}
