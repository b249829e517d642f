package dev.ganglion.sync.event;

import com.fasterxml.jackson.annotation.JsonCreator;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.push.PropertyPath;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The properties of events that a client asks for: {@code event_fields} of its filter. */
public final class EventFields {
    private final Wanted wanted = new Wanted();

    private EventFields() {}

    /** As in a filter; each a dot-separated property path. Refuses null. */
    @JsonCreator
    public static EventFields of(List<String> paths) {
        if (paths.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("A path in event_fields is null");
        }
        EventFields fields = new EventFields();
        paths.forEach(path -> fields.wanted.add(PropertyPath.parse(path)));
        return fields;
    }

    /** Nothing but those properties of an event, as far as it has them. */
    public JsonObject in(JsonObject event) {
        return wanted.in(event);
    }

    /** What is wanted of an object: all of it when nothing is named. */
    private static final class Wanted {
        private final Map<String, Wanted> members = new HashMap<>();
        private boolean isAll;

        void add(PropertyPath path) {
            Wanted at = this;
            for (String name : path.names()) {
                at = at.members.computeIfAbsent(name, _ -> new Wanted());
            }
            at.isAll = true;
        }

        JsonObject in(JsonObject object) {
            JsonObject.Builder found = JsonObject.builder();
            object.entries().forEach((name, value) -> add(found, name, value));
            return found.build();
        }

        private void add(JsonObject.Builder found, String name, JsonValue value) {
            Wanted member = members.get(name);
            if (member != null && member.isAll) {
                found.put(name, value);
            } else if (member != null && value instanceof JsonObject object) {
                JsonObject part = member.in(object);
                if (!part.isEmpty()) {
                    found.put(name, part);
                }
            }
        }
    }
}
