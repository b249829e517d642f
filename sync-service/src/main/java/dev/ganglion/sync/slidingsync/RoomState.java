package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** State of a room that was read, the latest of each key. Not for several threads. */
final class RoomState {
    private final Map<StateKeyTuple, TimelineEvent> events = new HashMap<>();

    void put(TimelineEvent event) {
        events.merge(
                event.stateKeyTuple(),
                event,
                (first, second) -> second.position() > first.position() ? second : first);
    }

    /** In the order of the stream. */
    List<TimelineEvent> matching(Predicate<TimelineEvent> isWanted) {
        return events.values().stream()
                .filter(isWanted)
                .sorted(Comparator.comparingLong(TimelineEvent::position))
                .toList();
    }

    /** The name that the room was given, or else its canonical alias. */
    Optional<String> name(ErasedEvents erased) {
        return text(erased, EventTypes.NAME, "", "name")
                .or(() -> text(erased, EventTypes.CANONICAL_ALIAS, "", "alias"));
    }

    Optional<String> avatar(ErasedEvents erased) {
        return text(erased, EventTypes.AVATAR, "", "url");
    }

    /** What a member calls themselves, and the like. */
    Optional<String> ofMember(ErasedEvents erased, String user, String field) {
        return text(erased, EventTypes.MEMBER, user, field);
    }

    private Optional<String> text(ErasedEvents erased, String type, String key, String field) {
        return Optional.ofNullable(events.get(new StateKeyTuple(type, key)))
                .flatMap(event -> content(erased, event).string(field))
                .filter(text -> !text.isEmpty());
    }

    private static JsonObject content(ErasedEvents erased, TimelineEvent event) {
        return Json.parseObject(erased.shown(event).json())
                .object("content")
                .orElse(JsonObject.EMPTY);
    }
}
