package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.Creators;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.Optional;

/**
 * The body of {@code POST /rooms/{roomId}/upgrade}.
 *
 * @param additionalCreators looked at only where the new version has several creators
 */
record UpgradeRequest(String newVersion, Optional<JsonValue> additionalCreators) {
    /** {@code M_UNSUPPORTED_ROOM_VERSION} for a version that nobody knows. */
    RoomVersion version() {
        return RoomVersion.find(newVersion)
                .orElseThrow(
                        () ->
                                MatrixException.of(
                                        400,
                                        ErrorCode.UNSUPPORTED_ROOM_VERSION,
                                        "This server has no room version " + newVersion));
    }

    /**
     * Who shares the new room with the user who upgrades; nobody before version 12. {@code
     * M_BAD_JSON} for what is no list of user IDs.
     */
    List<UserId> creators() {
        return version().has(Change.CREATORS_ABOVE_ALL)
                ? additionalCreators.map(UpgradeRequest::users).orElse(List.of())
                : List.of();
    }

    private static List<UserId> users(JsonValue value) {
        return Creators.parseAdditional(value)
                .orElseThrow(
                        () -> MatrixException.badJson("additional_creators is a list of user IDs"))
                .stream()
                .distinct()
                .toList();
    }
}
