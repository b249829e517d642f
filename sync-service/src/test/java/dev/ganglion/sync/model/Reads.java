package dev.ganglion.sync.model;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.TestUser;
import dev.ganglion.sync.model.RoomOfClient.StateKey;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the server answers a user who asks for something directly. */
record Reads(TestUser user) {
    private static final int ALL = 200;

    Set<String> joinedRooms() {
        return user.readsRoom("/joined_rooms")
                .array("joined_rooms")
                .orElseThrow()
                .strings()
                .collect(Collectors.toSet());
    }

    Map<StateKey, JsonObject> state(String room) {
        Map<StateKey, JsonObject> state = new HashMap<>();
        user.readsRoomList("/rooms/{room}/state", room)
                .objects()
                .forEach(event -> state.put(StateKey.of(event).orElseThrow(), event));
        return state;
    }

    /** The oldest first. */
    List<JsonObject> allEvents(String room) {
        return user.readsRoom("/rooms/{room}/messages?dir=b&limit=" + ALL, room)
                .array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .toList()
                .reversed();
    }

    /** The IDs of what came before a place in a room's history, the oldest first. */
    List<String> eventsBefore(String room, String from) {
        return user.readsRoom(
                        "/rooms/{room}/messages?dir=b&limit=" + ALL + "&from={from}", room, from)
                .array("chunk")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(RoomOfClient::id)
                .toList()
                .reversed();
    }

    /** Empty where there is none. */
    JsonObject accountData(String type) {
        return read("/user/{user}/account_data/{type}", user.id(), type);
    }

    /** Empty where there is none. */
    JsonObject accountData(String room, String type) {
        return read("/user/{user}/rooms/{room}/account_data/{type}", user.id(), room, type);
    }

    JsonObject tags(String room) {
        return TestJson.at(read("/user/{user}/rooms/{room}/tags", user.id(), room), "tags");
    }

    private JsonObject read(String path, Object... variables) {
        var result = user.readsAt(1, path, variables).expectBody().returnResult();
        return result.getStatus().value() == 200
                ? TestJson.parse(Objects.requireNonNull(result.getResponseBody()))
                : JsonObject.EMPTY;
    }

    /** An event as a timeline shows it. */
    record Sight(String id, JsonValue content) {
        static List<Sight> of(List<JsonObject> events) {
            return events.stream().map(Sight::single).toList();
        }

        /** State events keep part of their content when they are redacted. */
        private static Sight single(JsonObject event) {
            JsonObject content = TestJson.at(event, "content");
            return new Sight(
                    RoomOfClient.id(event), event.has("state_key") ? JsonObject.EMPTY : content);
        }
    }
}
