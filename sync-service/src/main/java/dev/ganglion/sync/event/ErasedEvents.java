package dev.ganglion.sync.event;

import dev.ganglion.protocol.event.Erasure;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.service.erasure.ErasedFor;
import dev.ganglion.sync.event.TimelineEvent.Body;
import dev.ganglion.sync.json.JsonBytes;

import java.util.List;

/**
 * Which events of a room one reader gets without what they say, and how those look. No event is
 * written without one of these.
 *
 * @param version of the room: what is left of an event depends on it
 */
public record ErasedEvents(ErasedFor users, RoomVersion version) {
    /** For readers who get everything. */
    public static final ErasedEvents NONE = new ErasedEvents(ErasedFor.NOBODY, RoomVersion.V1);

    public boolean hides(TimelineEvent event) {
        return users.hides(event.sender(), event.position());
    }

    /** Of an event that another one brings along. */
    public boolean hidesQuoted(UserId sender) {
        return users.hidesQuoted(sender);
    }

    /** What is left of it for the reader. */
    public Body shown(TimelineEvent event) {
        Body body = event.body();
        boolean isHidden = hides(event);
        return isHidden || event.quotedSenders().stream().anyMatch(this::hidesQuoted)
                ? new Body(isHidden ? rest(body.json()) : body.json(), unsigned(event), List.of())
                : body;
    }

    /** What is left of an event. */
    public byte[] rest(byte[] json) {
        return CanonicalJson.encode(rest(Json.parseObject(json)));
    }

    public JsonObject rest(JsonObject event) {
        return Erasure.erase(event, version);
    }

    private byte[] unsigned(TimelineEvent event) {
        JsonObject all = Json.parseObject("{" + event.body().unsignedText() + "}");
        JsonBytes out = new JsonBytes();
        all.entries()
                .forEach(
                        (key, value) ->
                                out.key(key)
                                        .raw(
                                                switch (key) {
                                                    case "prev_content" -> previous(event, all);
                                                    case "redacted_because" -> because(all);
                                                    default -> CanonicalJson.encode(value);
                                                }));
        return out.toBytes();
    }

    private byte[] previous(TimelineEvent event, JsonObject unsigned) {
        JsonObject content = unsigned.object("prev_content").orElse(JsonObject.EMPTY);
        if (!isHidden(unsigned.string("prev_sender").orElse(""))) {
            return CanonicalJson.encode(content);
        }
        JsonObject before =
                JsonObject.builder()
                        .put("type", event.header().type())
                        .put("state_key", event.header().stateKey().orElse(""))
                        .put("content", content)
                        .build();
        return CanonicalJson.encode(rest(before).object("content").orElse(JsonObject.EMPTY));
    }

    private byte[] because(JsonObject unsigned) {
        JsonObject redaction = unsigned.object("redacted_because").orElse(JsonObject.EMPTY);
        return CanonicalJson.encode(
                isHidden(redaction.string("sender").orElse("")) ? rest(redaction) : redaction);
    }

    private boolean isHidden(String sender) {
        return UserId.tryParse(sender).filter(this::hidesQuoted).isPresent();
    }
}
