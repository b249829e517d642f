package dev.ganglion.moderation.wording;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.JsonObject;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event lets people read. Encrypted events hold no text for us, and other kinds of events
 * no text for people.
 */
public final class EventText {
    private static final String NEW_CONTENT = "m.new_content";

    private EventText() {}

    /** The texts of an event's content, HTML as it is shown. */
    public static List<String> of(String type, JsonObject content) {
        List<String> texts = new ArrayList<>();
        switch (type) {
            case EventTypes.ENCRYPTED -> {}
            case EventTypes.NAME -> content.string("name").ifPresent(texts::add);
            case EventTypes.TOPIC -> content.string("topic").ifPresent(texts::add);
            case EventTypes.MEMBER -> {
                content.string("displayname").ifPresent(texts::add);
                content.string("reason").ifPresent(texts::add);
            }
            default -> {
                addBodies(content, texts);
                content.object(NEW_CONTENT).ifPresent(edit -> addBodies(edit, texts));
            }
        }
        return texts;
    }

    private static void addBodies(JsonObject content, List<String> texts) {
        content.string("body").ifPresent(texts::add);
        content.string("formatted_body").map(PlainText::ofHtml).ifPresent(texts::add);
        content.string("filename").ifPresent(texts::add);
    }
}
