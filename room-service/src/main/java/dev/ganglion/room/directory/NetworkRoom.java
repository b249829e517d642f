package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;

/**
 * A place of a room in the directory of a network.
 *
 * @param applicationService the ID of the one whose directory it is; several may serve one network
 */
record NetworkRoom(String applicationService, String networkId, RoomId roomId) {
    private static final int MAX_LENGTH = 255;

    /** Refuses what cannot be kept. */
    NetworkRoom {
        if (networkId.length() > MAX_LENGTH || networkId.indexOf('\0') >= 0) {
            throw MatrixException.invalidParam(
                    "A network's ID has at most " + MAX_LENGTH + " characters and no NUL");
        }
    }
}
