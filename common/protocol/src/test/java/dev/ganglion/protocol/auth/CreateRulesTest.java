package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.dag.TestRoom.json;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** Rule 1. */
class CreateRulesTest {
    @ParameterizedTest
    @MethodSource
    void rule1(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> rule1() {
        return Stream.of(
                create("1.1", "one after another event", "{'prev_events': ['$a:example.org']}")
                        .from(RoomVersion.V3),
                create("1.2", "one with a room ID", "{'room_id': '!room:example.org'}")
                        .from(RoomVersion.V12),
                create("1.2", "a room on another server", "{'room_id': '!room:elsewhere.org'}")
                        .upTo(RoomVersion.V11),
                create("1.3", "an unknown version", "{'content': {'room_version': '0'}}"),
                create("1.3", "a version of no type", "{'content': {'room_version': 1}}"),
                create("1.4", "one without a creator", "{'content': {'room_version': '1'}}")
                        .upTo(RoomVersion.V10),
                create(
                                "1.4",
                                "creators that are no list",
                                "{'content': {'additional_creators': 1}}")
                        .from(RoomVersion.V12),
                create("1.4", "a creator's number", "{'content': {'additional_creators': [1]}}")
                        .from(RoomVersion.V12),
                create("1.4", "a nameless creator", "{'content': {'additional_creators': ['bob']}}")
                        .from(RoomVersion.V12),
                allowed("one without a creator", "{'content': {}}").from(RoomVersion.V11),
                allowed("any creators", "{'content': {'additional_creators': 1}}")
                        .in(List.of(RoomVersion.V11)),
                allowed(
                                "additional creators",
                                "{'content': {'additional_creators': ['@bob:example.org']}}")
                        .from(RoomVersion.V12),
                allowed("a creator", "{'content': {'creator': 'x', 'room_version': '1'}}"));
    }

    private static RuleCase create(String rule, String what, String fields) {
        return rejects(rule, what, nothing(), room -> create(room.room().version(), fields));
    }

    private static RuleCase allowed(String what, String fields) {
        return allows("1.5", what, nothing(), room -> create(room.room().version(), fields));
    }

    private static PduEvent create(RoomVersion version, String fields) {
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
        json(fields).entries().forEach(event::put);
        return PduEvent.of(version, event.build());
    }
}
