package dev.ganglion.room.deletion;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * What is to become of a room; everything may be left out.
 *
 * @param newRoomUserId opens another room, and those who are inside are taken there
 * @param message what is said there
 * @param block whether nobody may come in again
 * @param purge whether the events go, true unless said otherwise
 * @param forcePurge whether they go even when somebody could not be taken out
 */
record DeletionRequest(
        Optional<UserId> newRoomUserId,
        Optional<String> roomName,
        Optional<String> message,
        Optional<Boolean> block,
        Optional<Boolean> purge,
        Optional<Boolean> forcePurge) {
    static final DeletionRequest DEFAULT =
            new DeletionRequest(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final String DEFAULT_NAME = "Room closed";
    private static final String DEFAULT_MESSAGE =
            "The administrators of this server have closed a room that you were in.";

    String nameOfNewRoom() {
        return roomName.orElse(DEFAULT_NAME);
    }

    String explanation() {
        return message.orElse(DEFAULT_MESSAGE);
    }

    boolean isBlocking() {
        return block.orElse(false);
    }

    boolean isPurge() {
        return purge.orElse(true);
    }

    boolean isForced() {
        return isPurge() && forcePurge.orElse(false);
    }
}
