package dev.ganglion.sync.typing;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.json.JsonBytes;

import java.util.List;

/** The event {@code m.typing}. */
public final class TypingEvent {
    public static final String TYPE = "m.typing";

    private TypingEvent() {}

    public static void write(JsonBytes out, List<UserId> users) {
        out.beginObject().key("type").string(TYPE).key("content").beginObject();
        out.key("user_ids").beginArray();
        users.forEach(user -> out.string(user.value()));
        out.endArray().endObject().endObject();
    }
}
