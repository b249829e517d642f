package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.inEachVersion;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.dag.TestRoom.json;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** Rule 1: how a room begins. */
class CreateRulesTest {
    @ParameterizedTest
    @MethodSource
    void rule1(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> rule1() {
        return inEachVersion(rows());
    }

    static List<RuleCase> rows() {
        return List.of(
                rejects("1.1", "one after another event", nothing(), CreateRulesTest::afterAnother),
                create("1.2", "one with a room ID", "{'room_id': '!room:example.org'}"),
                create(
                        "1.2 of version 11",
                        "a room of another server",
                        "{'room_id': '!room:elsewhere.org'}"),
                create("1.3", "an unknown version", "{'content': {'room_version': '0'}}"),
                create("1.3", "a version of no type", "{'content': {'room_version': 1}}"),
                create(
                        "1.4 of version 10",
                        "one without a creator",
                        "{'content': {'room_version': '1'}}"),
                create(
                        "1.4",
                        "creators that are no list",
                        "{'content': {'additional_creators': 1}}"),
                create("1.4", "a creator's number", "{'content': {'additional_creators': [1]}}"),
                create(
                        "1.4",
                        "a nameless creator",
                        "{'content': {'additional_creators': ['bob']}}"),
                allowed("one without a creator", "{'content': {}}").from(RoomVersion.V11),
                allowed("any creators", "{'content': {'additional_creators': 1}}")
                        .from(RoomVersion.V11)
                        .upTo(RoomVersion.V11),
                allowed(
                                "additional creators",
                                "{'content': {'additional_creators': ['@bob:example.org']}}")
                        .from(RoomVersion.V12)
                        .notBy("1.2", "1.4"),
                allowed("a creator", "{'content': {'creator': 'x', 'room_version': '1'}}")
                        .notBy("1.1", "1.2 of version 11", "1.3", "1.4 of version 10"));
    }

    private static RuleCase create(String rule, String what, String fields) {
        return rejects(rule, what, nothing(), room -> create(room.room().version(), json(fields)));
    }

    private static RuleCase allowed(String what, String fields) {
        return allows("1.5", what, nothing(), room -> create(room.room().version(), json(fields)));
    }

    private static PduEvent afterAnother(Branch room) {
        JsonObject join = room.get(StateKeyTuple.JOIN_RULES).orElseThrow().json();
        return create(
                room.room().version(),
                JsonObject.builder()
                        .put("prev_events", join.get("prev_events").orElseThrow())
                        .build());
    }

    private static PduEvent create(RoomVersion version, JsonObject fields) {
        JsonObject.Builder event =
                json(
                        """
                                {'type': 'm.room.create', 'state_key': '', 'depth': 1,
                                 'sender': '@alice:example.org', 'event_id': '$c:example.org',
                                 'content': {'creator': '@alice:example.org'},
                                 'prev_events': [], 'auth_events': [], 'origin_server_ts': 1}
                                """)
                        .toBuilder();
        if (!version.has(Change.ROOM_ID_IS_CREATE_HASH)) {
            event.put("room_id", "!room:example.org");
        }
        fields.entries().forEach(event::put);
        return PduEvent.of(version, event.build());
    }
}
