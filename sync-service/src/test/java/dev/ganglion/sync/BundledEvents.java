package dev.ganglion.sync;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;

/** Reads what is bundled with an event. */
final class BundledEvents {
    private BundledEvents() {}

    static JsonObject bundled(JsonObject event, String relType) {
        return TestJson.at(event, "unsigned", "m.relations", relType);
    }

    static JsonObject latest(JsonObject event) {
        return TestJson.at(bundled(event, "m.thread"), "latest_event");
    }

    static List<String> references(JsonObject event) {
        return bundled(event, "m.reference")
                .array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(reference -> reference.string("event_id").orElseThrow())
                .toList();
    }
}
