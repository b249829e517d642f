package dev.ganglion.room.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class CarriedJoinRulesTest {
    private static final RoomId OLD = RoomId.parse("!old:test.local");
    private static final RoomId NEW = RoomId.parse("!new:test.local");

    @ParameterizedTest(name = "{0} in version {1} is {2}")
    @CsvSource({
        "public, 1, public",
        "invite, 1, invite",
        "private, 12, private",
        "org.example.rule, 12, org.example.rule",
        "knock, 7, knock",
        "knock, 6, invite",
        "restricted, 8, restricted",
        "restricted, 7, invite",
        "knock_restricted, 10, knock_restricted",
        "knock_restricted, 9, restricted",
        "knock_restricted, 7, knock",
        "knock_restricted, 6, invite",
    })
    void aRuleIsTheNearestThatTheVersionKnows(String rule, String version, String carried) {
        JsonObject content =
                CarriedJoinRules.of(
                        JsonObject.of("join_rule", rule), RoomVersion.get(version), OLD, NEW);

        assertThat(content.string("join_rule")).contains(carried);
    }

    @ParameterizedTest
    @CsvSource({"restricted", "knock_restricted"})
    void whereTheOldRoomIsNamedTheNewOneIs(String rule) {
        String rules =
                """
                {"allow":[{"room_id":"!old:test.local","type":"m.room_membership"},\
                {"room_id":"!x:test.local","type":"m.room_membership"},"odd"],"join_rule":"%s"}"""
                        .formatted(rule);

        JsonObject content =
                CarriedJoinRules.of(
                        Json.parseObject(rules.getBytes(StandardCharsets.UTF_8)),
                        RoomVersion.V12,
                        OLD,
                        NEW);

        assertThat(content).hasToString(rules.replace("!old", "!new"));
    }
}
