package dev.ganglion.sync.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.model.RoomOfClient.Counts;
import dev.ganglion.sync.model.RoomOfClient.StateKey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A joined room as a client has it that keeps what sliding sync tells. */
final class SlidingRoom {
    private final Map<StateKey, String> state = new HashMap<>();
    private final Map<String, JsonObject> accountData = new HashMap<>();
    private final Map<ReceiptKey, String> receipts = new HashMap<>();
    private final List<JsonObject> timeline = new ArrayList<>();
    private JsonObject described = JsonObject.EMPTY;
    private Counts counts = new Counts(-1, -1);
    private String previousBatch = "";
    private Optional<String> firstTold = Optional.empty();
    private boolean isBegun;
    private List<String> typing = List.of();

    /** Of whom and of what a receipt is. */
    record ReceiptKey(String user, String type, String thread) {}

    void take(JsonObject told) {
        boolean isInitial = told.bool("initial").orElse(false);
        if (isInitial) {
            state.clear();
        }
        told.array("required_state")
                .orElse(JsonArray.EMPTY)
                .objects()
                .forEach(
                        event ->
                                state.put(
                                        StateKey.of(event).orElseThrow(), RoomOfClient.id(event)));
        told.array("timeline").ifPresent(events -> takeTimeline(told, events, isInitial));
        for (String field : told.keys()) {
            described = described.with(field, told.get(field).orElseThrow());
        }
        told.integer("notification_count")
                .ifPresent(
                        count ->
                                counts =
                                        new Counts(
                                                count,
                                                told.integer("highlight_count").orElseThrow()));
    }

    private void takeTimeline(JsonObject told, JsonArray events, boolean isInitial) {
        boolean isWhole = isInitial || told.bool("expanded_timeline").orElse(false);
        if (isWhole || told.bool("limited").orElseThrow()) {
            timeline.clear();
            previousBatch = told.string("prev_batch").orElseThrow();
        }
        for (JsonObject event : events.objects().toList()) {
            assertThat(timeline)
                    .as("told twice")
                    .noneMatch(known -> RoomOfClient.id(known).equals(RoomOfClient.id(event)));
            timeline.add(event);
            RoomOfClient.redacted(event).ifPresent(target -> RoomOfClient.redact(timeline, target));
        }
        if (!isBegun) {
            isBegun = true;
            firstTold = timeline.stream().map(RoomOfClient::id).findFirst();
        }
    }

    void takeReceipts(JsonObject content) {
        for (String event : content.keys()) {
            JsonObject types = TestJson.at(content, event);
            for (String type : types.keys()) {
                JsonObject users = TestJson.at(types, type);
                for (String user : users.keys()) {
                    String thread = TestJson.at(users, user).string("thread_id").orElse("");
                    receipts.put(new ReceiptKey(user, type, thread), event);
                }
            }
        }
    }

    void takeTyping(JsonObject content) {
        typing = content.array("user_ids").orElseThrow().strings().toList();
    }

    Map<StateKey, String> state() {
        return state;
    }

    Map<String, JsonObject> accountData() {
        return accountData;
    }

    Map<ReceiptKey, String> receipts() {
        return receipts;
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

    /** The latest of each field. */
    JsonObject described() {
        return described;
    }

    /** Receipts of others for what came before are not told. */
    Optional<String> firstTold() {
        return firstTold;
    }

    List<String> typing() {
        return typing;
    }
}
