package dev.ganglion.protocol.relation;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The {@code m.relations} in an event's {@code unsigned}, put together from finished bytes: events
 * are copied, never parsed. Client-server API, "Aggregations of child events". For one thread.
 */
public final class BundledAggregations {
    private static final byte[] OPENING = utf8(",\"m.relations\":{");
    private static final byte[] CLOSING = utf8("}}");
    private static final byte[] REPLACE = utf8("\"m.replace\":");
    private static final byte[] LATEST = utf8("\"m.thread\":{\"latest_event\":");
    private static final byte[] REFERENCES = utf8("\"m.reference\":{\"chunk\":");

    private final ByteArrayOutputStream members = new ByteArrayOutputStream();

    /**
     * Adds the most recent valid replacement. Module "Event replacements", "Server-side
     * aggregation".
     *
     * @param event the whole replacement, as clients get it
     */
    public BundledAggregations replacement(byte[] event) {
        begin(REPLACE);
        members.writeBytes(event);
        return this;
    }

    /**
     * Adds the thread of which the event is the root. Module "Threading", "Server-side
     * aggregation".
     *
     * @param latest the newest event of the thread, as clients get it, with its own aggregations
     * @param count of the thread's events, without the root
     * @param isParticipant whether the reader sent the root or another event of the thread
     */
    public BundledAggregations thread(byte[] latest, long count, boolean isParticipant) {
        begin(LATEST);
        members.writeBytes(latest);
        members.writeBytes(
                utf8(
                        ",\"count\":"
                                + count
                                + ",\"current_user_participated\":"
                                + isParticipant
                                + "}"));
        return this;
    }

    /** Adds the events that reference this one. Module "Reference relations". */
    public BundledAggregations references(List<String> eventIds) {
        List<JsonValue> chunk =
                eventIds.stream().<JsonValue>map(id -> JsonObject.of("event_id", id)).toList();
        begin(REFERENCES);
        members.writeBytes(CanonicalJson.encode(new JsonArray(chunk)));
        members.write('}');
        return this;
    }

    /** The value of {@code m.relations}; empty when nothing was added. */
    public Optional<byte[]> json() {
        if (members.size() == 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(members.size() + 2);
        json.write('{');
        json.writeBytes(members.toByteArray());
        json.write('}');
        return Optional.of(json.toByteArray());
    }

    /**
     * That {@code unsigned} with what was added here; the same bytes when nothing was.
     *
     * @param unsigned a JSON object that is not empty
     */
    public byte[] addedTo(byte[] unsigned) {
        if (members.size() == 0) {
            return unsigned;
        }
        ByteArrayOutputStream all =
                new ByteArrayOutputStream(
                        unsigned.length + OPENING.length + members.size() + CLOSING.length);
        all.write(unsigned, 0, unsigned.length - 1);
        all.writeBytes(OPENING);
        all.writeBytes(members.toByteArray());
        all.writeBytes(CLOSING);
        return all.toByteArray();
    }

    private void begin(byte[] key) {
        if (members.size() > 0) {
            members.write(',');
        }
        members.writeBytes(key);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
