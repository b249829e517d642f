package dev.ganglion.room;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.List;
import java.util.UUID;

/** Events that relate to others, in a test's room. */
public abstract class RelatedEvents extends RoomOfAlice {
    /** A reaction's ID. */
    protected String reacts(RoomCaller who, String target, String key) {
        return eventId(sends(who, "m.reaction", annotation(target, key)));
    }

    /** The ID of a text in a thread. */
    protected String replies(RoomCaller who, String root, String text) {
        return eventId(sends(who, "m.room.message", message(text, "m.thread", root)));
    }

    /** The ID of an edit that says something new. */
    protected String edits(RoomCaller who, String original, String text) {
        return eventId(
                sends(
                        who,
                        "m.room.message",
                        "{\"msgtype\":\"m.text\",\"body\":\"* %s\",\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"},%s}"
                                .formatted(text, text, relatesTo("m.replace", original))));
    }

    /** The ID of an event of any type with any relation and no more. */
    protected String relates(RoomCaller who, String type, String relType, String target) {
        return eventId(sends(who, type, related(relType, target, "")));
    }

    protected ResponseSpec sends(RoomCaller who, String type, String content) {
        return who.call(
                HttpMethod.PUT,
                content,
                "/rooms/{room}/send/{type}/{txn}",
                room,
                type,
                UUID.randomUUID());
    }

    protected void redacts(RoomCaller who, String event) {
        who.put("/rooms/{room}/redact/{event}/{txn}", "{}", room, event, UUID.randomUUID());
    }

    protected void setVisibility(String visibility) {
        alice.put(
                "/rooms/{room}/state/m.room.history_visibility",
                "{\"history_visibility\":\"" + visibility + "\"}",
                room);
    }

    protected JsonObject event(RoomCaller reader, String event) {
        return reader.read("/rooms/{room}/event/{event}", room, event);
    }

    protected static String related(String relType, String target, String more) {
        String relation = relatesTo(relType, target);
        return "{%s%s}}".formatted(relation.substring(0, relation.length() - 1), more);
    }

    protected static String annotation(String target, String key) {
        return related("m.annotation", target, ",\"key\":\"" + key + "\"");
    }

    protected static String eventId(ResponseSpec response) {
        return RoomCaller.ok(response).string("event_id").orElseThrow();
    }

    /** What is bundled with an event under a relation type; empty when nothing is. */
    protected static JsonObject bundled(JsonObject event, String relType) {
        return event.object("unsigned")
                .flatMap(unsigned -> unsigned.object("m.relations"))
                .flatMap(relations -> relations.object(relType))
                .orElse(JsonObject.EMPTY);
    }

    protected static List<String> chunk(JsonObject page) {
        return page.array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(event -> event.string("event_id").orElseThrow())
                .toList();
    }

    private static String message(String text, String relType, String target) {
        return "{\"msgtype\":\"m.text\",\"body\":\"%s\",%s}"
                .formatted(text, relatesTo(relType, target));
    }

    private static String relatesTo(String relType, String target) {
        return "\"m.relates_to\":{\"rel_type\":\"%s\",\"event_id\":\"%s\"}"
                .formatted(relType, target);
    }
}
