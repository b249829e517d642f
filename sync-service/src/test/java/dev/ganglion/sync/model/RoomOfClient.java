package dev.ganglion.sync.model;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.SyncResult;
import dev.ganglion.sync.TestJson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A joined room as a client has it that keeps what {@code /sync} tells. */
final class RoomOfClient {
    private final Map<StateKey, String> state = new HashMap<>();
    private final Map<String, JsonObject> accountData = new HashMap<>();
    private final List<JsonObject> timeline = new ArrayList<>();
    private Counts counts = new Counts(0, 0);
    private String previousBatch = "";

    /** The event type and the state key. */
    record StateKey(String type, String key) {
        static Optional<StateKey> of(JsonObject event) {
            return event.string("state_key")
                    .map(key -> new StateKey(RoomOfClient.type(event), key));
        }
    }

    /** What is unread. */
    record Counts(long notifications, long highlights) {}

    /**
     * Takes over what a response says of the room.
     *
     * @param usesStateAfter whether it tells the state behind the timeline, not before it
     */
    void take(JsonObject section, boolean usesStateAfter) {
        JsonObject told = TestJson.at(section, "timeline");
        if (told.bool("limited").orElse(false) || previousBatch.isEmpty()) {
            timeline.clear();
            previousBatch = told.string("prev_batch").orElse("");
        }
        List<JsonObject> events = SyncResult.events(section, "timeline");
        SyncResult.events(section, usesStateAfter ? "state_after" : "state")
                .forEach(this::takeState);
        for (JsonObject event : events) {
            timeline.add(event);
            redacted(event).ifPresent(target -> redact(timeline, target));
            if (!usesStateAfter) {
                takeState(event);
            }
        }
        SyncResult.events(section, "account_data")
                .forEach(event -> accountData.put(type(event), TestJson.at(event, "content")));
        section.object("unread_notifications").ifPresent(this::takeCounts);
    }

    private void takeState(JsonObject event) {
        StateKey.of(event).ifPresent(key -> state.put(key, id(event)));
    }

    private void takeCounts(JsonObject unread) {
        counts =
                new Counts(
                        unread.integer("notification_count").orElseThrow(),
                        unread.integer("highlight_count").orElseThrow());
    }

    static Optional<String> redacted(JsonObject event) {
        return type(event).equals("m.room.redaction")
                ? TestJson.at(event, "content").string("redacts").or(() -> event.string("redacts"))
                : Optional.empty();
    }

    /** Messages keep nothing. */
    static void redact(List<JsonObject> timeline, String target) {
        timeline.replaceAll(
                event ->
                        id(event).equals(target) && !event.has("state_key")
                                ? event.with("content", JsonObject.EMPTY)
                                : event);
    }

    Map<StateKey, String> state() {
        return state;
    }

    Map<String, JsonObject> accountData() {
        return accountData;
    }

    /** What follows the last gap, the oldest first. */
    List<JsonObject> timeline() {
        return timeline;
    }

    /** From where the events before the timeline can be read. */
    String previousBatch() {
        return previousBatch;
    }

    Counts counts() {
        return counts;
    }

    static String id(JsonObject event) {
        return event.string("event_id").orElseThrow();
    }

    static String type(JsonObject event) {
        return event.string("type").orElseThrow();
    }
}
