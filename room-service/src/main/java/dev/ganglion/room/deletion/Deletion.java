package dev.ganglion.room.deletion;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.List;
import java.util.Optional;

/**
 * A deletion and how far it has got.
 *
 * @param newRoomOwner who opens another room
 * @param newRoomId that room, once it is there
 */
record Deletion(
        String deleteId,
        RoomId roomId,
        boolean isPurge,
        boolean isForced,
        Optional<UserId> newRoomOwner,
        String newRoomName,
        String message,
        Optional<RoomId> newRoomId,
        Progress progress) {
    /**
     * What there is to tell.
     *
     * @param status {@code active}, {@code complete} or {@code failed}
     */
    record Progress(
            String status,
            Optional<String> error,
            List<String> kickedUsers,
            List<String> failedToKickUsers,
            List<String> localAliases) {}

    Deletion movingTo(RoomId room) {
        return new Deletion(
                deleteId,
                roomId,
                isPurge,
                isForced,
                newRoomOwner,
                newRoomName,
                message,
                Optional.of(room),
                progress);
    }
}
