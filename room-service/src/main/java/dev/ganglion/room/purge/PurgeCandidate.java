package dev.ganglion.room.purge;

import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * An event that may have to go.
 *
 * @param notifyNumber see {@code rooms.event}
 * @param isInForce whether it is state that still holds after the stretch that is purged
 * @param isEnd whether the room's graph, or the whole stream of events, ends in it
 * @param redacted the position of the event that it has redacted
 * @param json the event, where it mentions media
 */
public record PurgeCandidate(
        long position,
        String eventId,
        String sender,
        String type,
        Optional<String> stateKey,
        long notifyNumber,
        boolean isInForce,
        boolean isEnd,
        Optional<Long> redacted,
        Optional<JsonObject> json) {

    public boolean isState() {
        return stateKey.isPresent();
    }

    boolean isFrom(ServerName server) {
        return sender.endsWith(":" + server.value());
    }
}
