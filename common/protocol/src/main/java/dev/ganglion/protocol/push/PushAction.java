package dev.ganglion.protocol.push;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.Optional;

/** One thing that a rule does. Module "Push notifications", "Actions". */
public sealed interface PushAction {
    /** As clients write it. */
    JsonValue json();

    /** An action as clients write it; whatever it is, it is kept. */
    static PushAction of(JsonValue json) {
        if (json.equals(Notify.JSON)) {
            return new Notify();
        }
        if (json instanceof JsonObject object && object.string("set_tweak").isPresent()) {
            return new SetTweak(object);
        }
        return new Unknown(json);
    }

    /** The event is notified of. */
    record Notify() implements PushAction {
        private static final JsonString JSON = new JsonString("notify");

        @Override
        public JsonValue json() {
            return JSON;
        }
    }

    /** An entry of the {@code tweaks} of a notification. */
    record SetTweak(JsonObject json) implements PushAction {
        public String name() {
            return json.string("set_tweak").orElse("");
        }

        public Optional<JsonValue> value() {
            return json.get("value");
        }
    }

    /** What a later specification may know. It does nothing. */
    record Unknown(JsonValue json) implements PushAction {}
}
