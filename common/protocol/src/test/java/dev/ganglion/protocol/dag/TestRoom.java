package dev.ganglion.protocol.dag;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.stateres.EventSource;
import dev.ganglion.protocol.stateres.StateMap;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All events of one room in a test. Its clock ticks once per event; unsigned, for nobody here looks
 * at signatures.
 */
public final class TestRoom implements EventSource {
    public static final UserId ALICE = UserId.parse("@alice:example.org");
    public static final UserId MOD = UserId.parse("@mod:example.org");
    public static final UserId BOB = UserId.parse("@bob:example.org");
    public static final UserId CAROL = UserId.parse("@carol:example.org");
    public static final UserId DAVE = UserId.parse("@dave:elsewhere.org");

    private final RoomVersion version;
    private final Map<EventId, PduEvent> events = new HashMap<>();
    private final Set<EventId> rejected = new HashSet<>();
    private long clock = 1_000_000;
    private int named;

    private TestRoom(RoomVersion version) {
        this.version = version;
    }

    /** A room with its create event alone, by Alice. */
    public static Branch created(RoomVersion version, String createContent) {
        TestRoom room = new TestRoom(version);
        Branch trunk = new Branch(room, StateMap.EMPTY, Optional.empty());
        JsonObject content = json(createContent);
        trunk.appends(
                trunk.event(
                        ALICE,
                        EventTypes.CREATE,
                        Optional.of(""),
                        version.has(Change.CREATOR_IS_SENDER)
                                ? content
                                : content.toBuilder().put("creator", ALICE.value()).build()));
        return trunk;
    }

    /** A room of Alice that anybody may join, with a moderator at 50 and Bob at 0. */
    public static Branch open(RoomVersion version) {
        Branch trunk = created(version, "{}");
        trunk.joins(ALICE);
        trunk.setsLevels(ALICE, levels(version, "{'" + MOD + "': 50}"));
        trunk.setsJoinRule(ALICE, "public");
        trunk.joins(MOD);
        trunk.joins(BOB);
        return trunk;
    }

    /** Power levels with these users, and Alice at 100 where a creator has a level at all. */
    public static JsonObject levels(RoomVersion version, String users) {
        JsonObject.Builder levels = json(users).toBuilder();
        if (!version.has(Change.CREATORS_ABOVE_ALL)) {
            levels.put(ALICE.value(), 100);
        }
        return JsonObject.builder().put("users", levels.build()).build();
    }

    /** An object from JSON that is written with single quotes. */
    public static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }

    public RoomVersion version() {
        return version;
    }

    /** Lets that much time pass; also backwards, for clocks are not to be trusted. */
    public void waits(long millis) {
        clock += millis;
    }

    /** Marks an event as rejected when it came in. */
    public void rejects(PduEvent event) {
        rejected.add(event.eventId());
    }

    @Override
    public Optional<PduEvent> find(EventId id) {
        return Optional.ofNullable(events.get(id));
    }

    @Override
    public boolean isRejected(EventId id) {
        return rejected.contains(id);
    }

    void keep(PduEvent event) {
        events.put(event.eventId(), event);
    }

    PduEvent event(JsonObject.Builder event, Optional<PduEvent> previous) {
        clock++;
        event.put("origin_server_ts", clock)
                .put("depth", previous.map(PduEvent::depth).orElse(0L) + 1);
        if (!version.has(Change.EVENT_ID_IS_HASH)) {
            event.put("event_id", "$" + ++named + ":example.org");
        }
        boolean isCreate = previous.isEmpty();
        if (!isCreate) {
            event.put("room_id", roomId().value());
        } else if (!version.has(Change.ROOM_ID_IS_CREATE_HASH)) {
            event.put("room_id", "!room:example.org");
        }
        return PduEvent.of(version, event.build());
    }

    private RoomId roomId() {
        return events.values().iterator().next().roomId();
    }

    static List<String> ids(List<PduEvent> events) {
        return events.stream().map(event -> event.eventId().value()).toList();
    }
}
