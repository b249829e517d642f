package dev.ganglion.protocol.dag;

import dev.ganglion.protocol.auth.AuthEventSelection;
import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.stateres.StateMap;
import dev.ganglion.protocol.version.Change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One line of a room's history: each event cites the one before it and the auth events that the
 * state there selects. Nothing is checked: a test can write what no server would.
 */
public final class Branch implements AuthState {
    private final TestRoom room;
    private final Map<StateKeyTuple, EventId> state;
    private Optional<PduEvent> last;

    Branch(TestRoom room, StateMap state, Optional<PduEvent> last) {
        this.room = room;
        this.state = new HashMap<>(state.entries());
        this.last = last;
    }

    public TestRoom room() {
        return room;
    }

    /** Another line that goes on from here. */
    public Branch fork() {
        return new Branch(room, state(), last);
    }

    /** The line that goes on from here in a state that a resolution gave. */
    public Branch in(StateMap resolved) {
        return new Branch(room, resolved, last);
    }

    public StateMap state() {
        return new StateMap(state);
    }

    @Override
    public Optional<PduEvent> get(StateKeyTuple key) {
        return Optional.ofNullable(state.get(key)).map(room::get);
    }

    /** The event that would come next, not appended. */
    public PduEvent event(
            UserId sender, String type, Optional<String> stateKey, JsonObject content) {
        List<PduEvent> authEvents =
                AuthEventSelection.keysFor(type, sender, stateKey, content, room.version()).stream()
                        .flatMap(key -> get(key).stream())
                        .toList();
        return room.event(
                JsonObject.builder()
                        .put("type", type)
                        .put("sender", sender.value())
                        .put("content", content)
                        .putIfPresent("state_key", stateKey)
                        .put("auth_events", references(authEvents))
                        .put("prev_events", references(last.stream().toList())),
                last);
    }

    public PduEvent stateEvent(UserId sender, String type, String stateKey, String content) {
        return event(sender, type, Optional.of(stateKey), TestRoom.json(content));
    }

    public PduEvent membership(UserId sender, UserId target, String membership) {
        return stateEvent(
                sender, EventTypes.MEMBER, target.value(), "{'membership': '" + membership + "'}");
    }

    public PduEvent appends(PduEvent event) {
        room.keep(event);
        event.stateKeyTuple().ifPresent(key -> state.put(key, event.eventId()));
        last = Optional.of(event);
        return event;
    }

    public PduEvent joins(UserId user) {
        return appends(membership(user, user, "join"));
    }

    public PduEvent leaves(UserId user) {
        return appends(membership(user, user, "leave"));
    }

    public PduEvent invites(UserId sender, UserId user) {
        return appends(membership(sender, user, "invite"));
    }

    public PduEvent kicks(UserId sender, UserId user) {
        return appends(membership(sender, user, "leave"));
    }

    public PduEvent bans(UserId sender, UserId user) {
        return appends(membership(sender, user, "ban"));
    }

    public PduEvent setsLevels(UserId sender, JsonObject levels) {
        return appends(event(sender, EventTypes.POWER_LEVELS, Optional.of(""), levels));
    }

    public PduEvent setsJoinRule(UserId sender, String rule) {
        return appends(
                stateEvent(sender, EventTypes.JOIN_RULES, "", "{'join_rule': '" + rule + "'}"));
    }

    public PduEvent setsTopic(UserId sender, String topic) {
        return appends(stateEvent(sender, EventTypes.TOPIC, "", "{'topic': '" + topic + "'}"));
    }

    private JsonArray references(List<PduEvent> events) {
        List<String> ids = TestRoom.ids(events);
        if (room.version().has(Change.EVENT_ID_IS_HASH)) {
            return JsonArray.ofStrings(ids);
        }
        Stream<JsonValue> pairs = ids.stream().map(id -> JsonArray.ofStrings(List.of(id)));
        return new JsonArray(pairs.toList());
    }
}
