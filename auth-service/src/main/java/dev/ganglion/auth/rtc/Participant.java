package dev.ganglion.auth.rtc;

import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;

import java.util.List;

/**
 * Whom LiveKit sees and where. Clients compute the identity too, to know who is who; the room is
 * hidden from LiveKit.
 *
 * @param room LiveKit's name for the slot of a Matrix room
 */
record Participant(String room, String identity) {
    /** The slot that all calls were in before there were slots. */
    private static final String ONLY_SLOT = "m.call#ROOM";

    /** As clients compute it that know no member IDs. */
    static Participant ofDevice(RoomId room, UserId user, DeviceId device) {
        return new Participant(hash(room.value(), ONLY_SLOT), user + ":" + device);
    }

    /** MSC4195, for clients that give the ID of their membership in the call. */
    static Participant ofMember(
            RoomId room, String slot, UserId user, DeviceId device, String member) {
        return new Participant(
                hash(room.value(), slot), hash(user.value(), device.value(), member));
    }

    private static String hash(String... parts) {
        return UnpaddedBase64.encode(
                Sha256.of(CanonicalJson.encode(JsonArray.ofStrings(List.of(parts)))));
    }
}
