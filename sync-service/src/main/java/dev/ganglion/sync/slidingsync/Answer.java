package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.token.SyncToken;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, but for its position, which is known when the connection has moved on.
 *
 * @param txnId of the request
 * @param counts of all rooms in each list
 * @param changes what the connection will have been told
 * @param next up to where the client will have read
 * @param threadSubscriptions the same of their stream
 */
record Answer(
        Optional<String> txnId,
        Map<String, Integer> counts,
        Map<String, RoomEntry> rooms,
        List<Extension> extensions,
        Map<Long, SentRoom> changes,
        SyncToken next,
        long threadSubscriptions) {
    /** Whether it tells of nothing new. */
    boolean isEmpty() {
        return rooms.isEmpty() && extensions.stream().allMatch(Extension::isEmpty);
    }

    byte[] write(SlidingPosition position) {
        JsonBytes out = new JsonBytes().beginObject();
        out.key("pos").string(position.toString());
        txnId.ifPresent(id -> out.key("txn_id").string(id));
        out.key("lists").beginObject();
        counts.forEach(
                (list, count) ->
                        out.key(list).beginObject().key("count").number(count).endObject());
        out.endObject().key("rooms").beginObject();
        rooms.forEach((id, room) -> room.write(out.key(id)));
        out.endObject().key("extensions").beginObject();
        extensions.stream()
                .filter(extension -> isWritten(extension))
                .forEach(extension -> extension.write().accept(out.key(extension.name())));
        return out.endObject().endObject().toBytes();
    }

    /** Clients want to know where they stand with messages, and what is left of their keys. */
    private static boolean isWritten(Extension extension) {
        return !extension.isEmpty()
                || extension.name().equals("to_device")
                || extension.name().equals("e2ee");
    }
}
