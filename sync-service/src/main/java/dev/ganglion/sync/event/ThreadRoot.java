package dev.ganglion.sync.event;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** The thread that an event is in. Client-server API, modules "Threading" and "Receipts". */
public final class ThreadRoot {
    /** As canonical JSON has it, whatever else the relation says. */
    private static final Mark MARK = new Mark("\"rel_type\":\"m.thread\"");

    private ThreadRoot() {}

    /** The ID of the thread's root; empty for the main timeline. Parses no more than it must. */
    public static Optional<String> of(byte[] pdu) {
        return MARK.isIn(pdu) ? relation(pdu).flatMap(ThreadRoot::root) : Optional.empty();
    }

    private static Optional<JsonObject> relation(byte[] pdu) {
        return Json.parseObject(pdu)
                .object("content")
                .flatMap(content -> content.object("m.relates_to"))
                .filter(relation -> relation.string("rel_type").equals(Optional.of("m.thread")));
    }

    /** A name of any length would be kept with the counts of every member. */
    private static Optional<String> root(JsonObject relation) {
        return relation.string("event_id").flatMap(EventId::tryParse).map(EventId::value);
    }
}
