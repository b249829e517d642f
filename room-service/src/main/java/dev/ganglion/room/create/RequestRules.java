package dev.ganglion.room.create;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

/** What a request for a room may hold. Plain decisions, before anything is loaded. */
final class RequestRules {
    private static final int MAX_INVITES = 100;

    /** Each is a message that somebody outside gets. */
    private static final int MAX_ADDRESSES = 10;

    private RequestRules() {}

    static void require(CreateRoomRequest request, RoomVersion version) {
        if (request.visibility()
                .filter(value -> !value.equals("public") && !value.equals("private"))
                .isPresent()) {
            throw MatrixException.invalidParam("visibility is public or private");
        }
        if (request.hasNulls()) {
            throw MatrixException.badJson("invite, invite_3pid and initial_state hold no null");
        }
        AdditionalCreators.require(request.creationContent().orElse(JsonObject.EMPTY), version);
        requireAtMost(MAX_INVITES, request.invited().size(), " invitations");
        requireAtMost(MAX_ADDRESSES, request.invitedByAddress().size(), " invitations by address");
    }

    private static void requireAtMost(int most, int asked, String what) {
        if (asked > most) {
            throw MatrixException.invalidParam("A room begins with at most " + most + what);
        }
    }
}
