package dev.ganglion.room.persist;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;

/**
 * What the default push rules make of an event, before any user's own rules. Module "Push
 * notifications".
 */
final class UnreadRule {
    private static final int MAX_MENTIONS = 100;

    private UnreadRule() {}

    /** Whether the event counts as unread: messages that are neither notices nor edits. */
    static boolean counts(PduEvent event) {
        if (event.isState() || isEdit(event.content())) {
            return false;
        }
        return switch (event.type()) {
            case EventTypes.MESSAGE ->
                    !event.content().string("msgtype").equals(Optional.of("m.notice"));
            case EventTypes.ENCRYPTED, EventTypes.STICKER -> true;
            default -> false;
        };
    }

    /** The users that the event names, but for its sender. */
    static List<UserId> mentions(PduEvent event) {
        if (event.isState()) {
            return List.of();
        }
        return mentionsOf(event)
                .array("user_ids")
                .orElse(JsonArray.EMPTY)
                .strings()
                .flatMap(user -> UserId.tryParse(user).stream())
                .filter(user -> !user.equals(event.sender()))
                .distinct()
                .limit(MAX_MENTIONS)
                .toList();
    }

    /** Whether the event calls on the whole room. */
    static boolean mentionsRoom(PduEvent event) {
        return !event.isState() && mentionsOf(event).bool("room").orElse(false);
    }

    private static JsonObject mentionsOf(PduEvent event) {
        return event.content().object("m.mentions").orElse(JsonObject.EMPTY);
    }

    private static boolean isEdit(JsonObject content) {
        return content.object("m.relates_to")
                .flatMap(relation -> relation.string("rel_type"))
                .filter("m.replace"::equals)
                .isPresent();
    }
}
