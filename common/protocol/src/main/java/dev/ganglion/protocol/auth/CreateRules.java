package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.AuthVerdict.Allowed.ALLOWED;
import static dev.ganglion.protocol.auth.AuthVerdict.rejected;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.Optional;

/** Rule 1: how a room begins. */
final class CreateRules {
    private CreateRules() {}

    static AuthVerdict check(PduEvent event) {
        RoomVersion version = event.roomVersion();
        // 1.1
        if (!event.prevEvents().isEmpty()) {
            return rejected("1.1", "A create event comes first");
        }
        // 1.2, from version 12
        if (version.has(Change.ROOM_ID_IS_CREATE_HASH) && event.json().has("room_id")) {
            return rejected("1.2", "A create event of this room version has no room ID");
        }
        // 1.2, up to version 11
        if (!version.has(Change.ROOM_ID_IS_CREATE_HASH) && !isOfCreatorsServer(event)) {
            return rejected("1.2 of version 11", "A room is created on its creator's server");
        }
        // 1.3
        if (event.content().has("room_version") && !namesKnownVersion(event)) {
            return rejected("1.3", "The room version is unknown");
        }
        // 1.4, up to version 10
        if (!version.has(Change.CREATOR_IS_SENDER) && !event.content().has("creator")) {
            return rejected("1.4 of version 10", "A create event names the creator");
        }
        // 1.4, from version 12
        if (version.has(Change.CREATORS_ABOVE_ALL) && !hasValidAdditionalCreators(event)) {
            return rejected("1.4", "additional_creators is a list of user IDs");
        }
        // 1.5
        return ALLOWED;
    }

    private static boolean isOfCreatorsServer(PduEvent event) {
        Optional<ServerName> server = event.roomId().serverName();
        return server.equals(Optional.of(event.sender().serverName()));
    }

    private static boolean namesKnownVersion(PduEvent event) {
        return event.content().string("room_version").flatMap(RoomVersion::find).isPresent();
    }

    private static boolean hasValidAdditionalCreators(PduEvent event) {
        return event.content().get(Creators.ADDITIONAL).stream()
                .allMatch(value -> Creators.parseAdditional(value).isPresent());
    }
}
