package dev.ganglion.sync.room;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.EventFields;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.Map;
import java.util.Optional;

/**
 * How a client wants events: {@code event_format} and {@code event_fields} of its filter.
 *
 * @param fields absent for all
 * @param pdus of the events of a response, by their positions, for whoever wants these
 */
record EventForm(Optional<EventFields> fields, Map<Long, byte[]> pdus) {
    /** All fields, in the client's format. */
    static final EventForm USUAL = new EventForm(Optional.empty(), Map.of());

    boolean isUsual() {
        return fields.isEmpty() && pdus.isEmpty();
    }

    /** An event that is written in the client's format, as the client wants it. */
    byte[] of(TimelineEvent event, byte[] written, ErasedEvents erased) {
        JsonObject all = withPdu(event, Json.parseObject(written), erased);
        return CanonicalJson.encode(fields.map(wanted -> wanted.in(all)).orElse(all));
    }

    /** What the reader is not to know of the content the client's format leaves out already. */
    private JsonObject withPdu(TimelineEvent event, JsonObject written, ErasedEvents erased) {
        byte[] stored = pdus.get(event.position());
        if (stored == null) {
            return written;
        }
        byte[] shown = erased.hides(event) ? erased.rest(stored) : stored;
        JsonObject.Builder whole = written.toBuilder();
        Json.parseObject(shown).entries().entrySet().stream()
                .filter(member -> !written.has(member.getKey()))
                .forEach(member -> whole.put(member.getKey(), member.getValue()));
        return whole.build();
    }
}
