package dev.ganglion.sync;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A response of {@code /sync}, as a test reads it. */
public record SyncResult(JsonObject json) {
    private static final Set<String> ALWAYS =
            Set.of("next_batch", "device_one_time_keys_count", "device_unused_fallback_key_types");

    public String nextBatch() {
        return json.string("next_batch").orElseThrow();
    }

    public JsonObject joined(String room) {
        return TestJson.at(json, "rooms", "join", room);
    }

    JsonObject left(String room) {
        return TestJson.at(json, "rooms", "leave", room);
    }

    JsonObject invited(String room) {
        return TestJson.at(json, "rooms", "invite", room);
    }

    List<JsonObject> timeline(String room) {
        return events(joined(room), "timeline");
    }

    /** The bodies of the messages in a timeline. */
    List<String> messages(String room) {
        return bodies(timeline(room));
    }

    static List<String> bodies(List<JsonObject> events) {
        return events.stream()
                .flatMap(event -> TestJson.at(event, "content").string("body").stream())
                .toList();
    }

    List<JsonObject> state(String room) {
        return events(joined(room), "state");
    }

    /** The state event of that type and key. */
    Optional<JsonObject> state(String room, String type, String stateKey) {
        return state(room).stream()
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .filter(event -> event.string("state_key").equals(Optional.of(stateKey)))
                .findFirst();
    }

    boolean isLimited(String room) {
        return TestJson.at(joined(room), "timeline").bool("limited").orElse(false);
    }

    /** The content of the ephemeral events of that type. */
    List<JsonObject> ephemeral(String room, String type) {
        return contents(events(joined(room), "ephemeral"), type);
    }

    List<JsonObject> roomAccountData(String room, String type) {
        return contents(events(joined(room), "account_data"), type);
    }

    List<JsonObject> accountData(String type) {
        return contents(events(json, "account_data"), type);
    }

    long unread(String room) {
        return TestJson.at(joined(room), "unread_notifications")
                .integer("notification_count")
                .orElseThrow();
    }

    long highlights(String room) {
        return TestJson.at(joined(room), "unread_notifications")
                .integer("highlight_count")
                .orElseThrow();
    }

    Optional<Long> unreadInThread(String room, String root) {
        return thread(room, root).integer("notification_count");
    }

    Optional<Long> highlightsInThread(String room, String root) {
        return thread(room, root).integer("highlight_count");
    }

    private JsonObject thread(String room, String root) {
        return TestJson.at(joined(room), "unread_thread_notifications", root);
    }

    /** How many one-time keys of an algorithm the device has left. */
    Optional<Long> keysLeft(String algorithm) {
        return TestJson.at(json, "device_one_time_keys_count").integer(algorithm);
    }

    List<String> unusedFallbackKeys() {
        return json.array("device_unused_fallback_key_types").orElseThrow().strings().toList();
    }

    /** Whose devices have changed. */
    List<String> changed() {
        return users("changed");
    }

    /** Whose devices no longer matter. */
    List<String> left() {
        return users("left");
    }

    private List<String> users(String which) {
        return TestJson.at(json, "device_lists")
                .array(which)
                .orElse(JsonArray.EMPTY)
                .strings()
                .toList();
    }

    /** The messages to the device. */
    List<JsonObject> toDevice() {
        return events(json, "to_device");
    }

    /** The content of the last event of that user's presence. */
    Optional<JsonObject> presence(TestUser user) {
        return events(json, "presence").stream()
                .filter(event -> event.string("type").equals(Optional.of("m.presence")))
                .filter(event -> event.string("sender").equals(Optional.of(user.id().value())))
                .map(event -> TestJson.at(event, "content"))
                .reduce((earlier, later) -> later);
    }

    /** The users whose presence it tells of, one for each event. */
    List<String> presences() {
        return events(json, "presence").stream()
                .flatMap(event -> event.string("sender").stream())
                .toList();
    }

    /** Whether it tells of nothing new. */
    boolean isEmpty() {
        return ALWAYS.containsAll(json.keys());
    }

    public static List<JsonObject> events(JsonObject section, String part) {
        return TestJson.at(section, part)
                .array("events")
                .orElse(JsonArray.EMPTY)
                .objects()
                .toList();
    }

    private static List<JsonObject> contents(List<JsonObject> events, String type) {
        return events.stream()
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .map(event -> TestJson.at(event, "content"))
                .toList();
    }
}
