package dev.ganglion.auth.digest;

import java.util.List;
import java.util.Optional;

/**
 * What sync-service wants a user to be mailed. Names and texts are strangers' words.
 *
 * @param number names the mail, so that it is sent once; greater than that of any mail before it
 * @param events how many were missed, in all rooms
 * @param moreRooms how many rooms there are besides
 */
record MissedMessages(long number, String address, int events, List<Room> rooms, int moreRooms) {
    /**
     * A room.
     *
     * @param earlier how many were missed there before these
     */
    record Room(String roomId, String name, int earlier, List<Entry> events) {}

    /**
     * An event.
     *
     * @param text of a message; nothing of the others
     */
    record Entry(
            String eventId, String sender, String senderName, What what, Optional<String> text) {}

    /** What is told of an event. */
    enum What {
        TEXT,
        ATTACHMENT,
        ENCRYPTED,
        INVITATION,
        OTHER
    }
}
