package dev.ganglion.sync.model;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.SyncResult;
import dev.ganglion.sync.TestJson;
import dev.ganglion.sync.TestUser;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client that knows what {@code /sync} has told it, and nothing else. */
final class Client {
    private final TestUser user;
    private final Settings settings;
    private final Map<String, RoomOfClient> joined = new HashMap<>();
    private final Map<String, JsonObject> accountData = new HashMap<>();
    private final Set<String> invited = new HashSet<>();
    private final Set<String> knocked = new HashSet<>();
    private Optional<String> since = Optional.empty();

    Client(TestUser user, Settings settings) {
        this.user = user;
        this.settings = settings;
    }

    /**
     * How a client asks.
     *
     * @param limit of events in a timeline
     */
    record Settings(int limit, boolean isLazy, boolean usesStateAfter) {
        String filter() {
            return "{\"room\":{\"timeline\":{\"limit\":%d},\"state\":{\"lazy_load_members\":%s}}}"
                    .formatted(limit, isLazy);
        }
    }

    /** Asks once at this replica, without waiting. */
    void sync(int replica) {
        String query = "filter={filter}&use_state_after={after}";
        SyncResult told =
                since.map(
                                token ->
                                        user.syncsAt(
                                                replica,
                                                query + "&since={since}",
                                                settings.filter(),
                                                settings.usesStateAfter(),
                                                token))
                        .orElseGet(
                                () ->
                                        user.syncsAt(
                                                replica,
                                                query,
                                                settings.filter(),
                                                settings.usesStateAfter()));
        since = Optional.of(told.nextBatch());
        take(told.json());
    }

    private void take(JsonObject told) {
        SyncResult.events(told, "account_data")
                .forEach(
                        event ->
                                accountData.put(
                                        RoomOfClient.type(event), TestJson.at(event, "content")));
        JsonObject rooms = TestJson.at(told, "rooms");
        for (String room : TestJson.at(rooms, "join").keys()) {
            invited.remove(room);
            knocked.remove(room);
            joined.computeIfAbsent(room, _ -> new RoomOfClient())
                    .take(TestJson.at(rooms, "join", room), settings.usesStateAfter());
        }
        TestJson.at(rooms, "leave").keys().forEach(this::drop);
        for (String room : TestJson.at(rooms, "invite").keys()) {
            drop(room);
            invited.add(room);
        }
        for (String room : TestJson.at(rooms, "knock").keys()) {
            drop(room);
            knocked.add(room);
        }
    }

    private void drop(String room) {
        joined.remove(room);
        invited.remove(room);
        knocked.remove(room);
    }

    TestUser user() {
        return user;
    }

    boolean isLazy() {
        return settings.isLazy();
    }

    Map<String, RoomOfClient> joined() {
        return joined;
    }

    Map<String, JsonObject> accountData() {
        return accountData;
    }

    Set<String> invited() {
        return invited;
    }

    Set<String> knocked() {
        return knocked;
    }

    @Override
    public String toString() {
        return user.id() + " " + settings + " at " + since.orElse("the start");
    }
}
