package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.StreamPosition;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tells the other replicas and services what was committed, once a batch: {@code {"lane",
 * "position", "rooms", "users", "by"}}, where users are those whose membership changed and {@code
 * by} is the replica that wrote; of a closed room {@code rooms} and {@code by} alone. A hint may be
 * lost; nobody depends on it.
 */
@Component
class EventHints {
    private final Bus bus;
    private final String replica = UUID.randomUUID().toString();

    EventHints(Bus bus) {
        this.bus = bus;
    }

    /** Whether a hint came from this replica. */
    boolean isOwn(JsonObject hint) {
        return hint.string("by").filter(replica::equals).isPresent();
    }

    /** A room is gone: whoever has its head forgets it. */
    void publishClosed(RoomId room) {
        JsonObject hint =
                JsonObject.builder()
                        .put("rooms", JsonArray.ofStrings(List.of(room.value())))
                        .put("by", replica)
                        .build();
        bus.publish(Channel.EVENTS, CanonicalJson.encode(hint));
    }

    void publish(List<RoomTurn> written, long position) {
        if (written.isEmpty()) {
            return;
        }
        List<String> rooms =
                written.stream().map(turn -> turn.identity().roomId().value()).toList();
        Set<String> users =
                written.stream()
                        .flatMap(turn -> turn.events().stream())
                        .map(indexed -> indexed.event().membership())
                        .flatMap(Optional::stream)
                        .map(NewEvent.MemberRow::userId)
                        .collect(Collectors.toSet());
        JsonObject hint =
                JsonObject.builder()
                        .put("lane", StreamPosition.FIRST_LANE)
                        .put("position", position)
                        .put("rooms", JsonArray.ofStrings(rooms))
                        .put("users", JsonArray.ofStrings(users))
                        .put("by", replica)
                        .build();
        bus.publish(Channel.EVENTS, CanonicalJson.encode(hint));
    }
}
