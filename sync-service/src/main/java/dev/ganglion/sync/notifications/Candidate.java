package dev.ganglion.sync.notifications;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;

import java.util.Optional;

/**
 * An event of a room that the user is in.
 *
 * @param json as clients get it, without {@code room_id} and {@code unsigned}
 * @param isTold false for what nobody is notified of any more: redacted, or of an erased user; and
 *     for the user's own
 * @param name the user's display name in the room
 */
record Candidate(
        long position,
        long roomNid,
        RoomId room,
        UserId sender,
        long originServerTs,
        RawJson json,
        boolean isTold,
        boolean isRead,
        Optional<String> name) {}
