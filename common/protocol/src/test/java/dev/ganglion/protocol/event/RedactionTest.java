package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Room versions 1 to 12, "Redactions", as a table: which keys stay, in which versions. */
class RedactionTest {
    private static final int LAST = 12;
    private static final JsonObject EVERY_KEY =
            Json.parseObject(
                    """
                    {"event_id": "$0:d", "type": "m.room.message", "room_id": "!r:d",
                     "sender": "@u:d", "state_key": "", "content": {"body": "gone"},
                     "hashes": {"sha256": "x"}, "signatures": {"d": {}}, "depth": 1,
                     "prev_events": ["a"], "auth_events": ["b"], "origin_server_ts": 5,
                     "prev_state": [], "origin": "d", "membership": "join",
                     "unsigned": {"age": 1}, "redacts": "$1:d", "age_ts": 3, "other": true}
                    """);
    private static final List<String> ALWAYS_KEPT =
            List.of(
                    "event_id",
                    "type",
                    "room_id",
                    "sender",
                    "state_key",
                    "content",
                    "hashes",
                    "signatures",
                    "depth",
                    "prev_events",
                    "auth_events",
                    "origin_server_ts");
    private static final List<String> KEPT_BEFORE_11 =
            List.of("prev_state", "origin", "membership");

    /** What is kept of a type's content, from one version to another, both included. */
    record Kept(String type, String key, int first, int last) {}

    private static final List<Kept> TABLE =
            List.of(
                    new Kept("m.room.member", "membership", 1, LAST),
                    new Kept("m.room.member", "join_authorised_via_users_server", 9, LAST),
                    new Kept("m.room.member", "third_party_invite", 11, LAST),
                    new Kept("m.room.create", "creator", 1, LAST),
                    new Kept("m.room.create", "room_version", 11, LAST),
                    new Kept("m.room.create", "anything", 11, LAST),
                    new Kept("m.room.join_rules", "join_rule", 1, LAST),
                    new Kept("m.room.join_rules", "allow", 8, LAST),
                    new Kept("m.room.power_levels", "ban", 1, LAST),
                    new Kept("m.room.power_levels", "events", 1, LAST),
                    new Kept("m.room.power_levels", "events_default", 1, LAST),
                    new Kept("m.room.power_levels", "invite", 11, LAST),
                    new Kept("m.room.power_levels", "kick", 1, LAST),
                    new Kept("m.room.power_levels", "redact", 1, LAST),
                    new Kept("m.room.power_levels", "state_default", 1, LAST),
                    new Kept("m.room.power_levels", "users", 1, LAST),
                    new Kept("m.room.power_levels", "users_default", 1, LAST),
                    new Kept("m.room.aliases", "aliases", 1, 5),
                    new Kept("m.room.history_visibility", "history_visibility", 1, LAST),
                    new Kept("m.room.redaction", "redacts", 11, LAST));

    static Stream<String> typesOfTheTable() {
        return Stream.concat(
                TABLE.stream().map(Kept::type).distinct(),
                Stream.of("m.room.message", "m.room.name", "m.room.encryption", "org.example.any"));
    }

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void r02_theseKeysOfAnEventStay(RoomVersion version) {
        List<String> kept =
                number(version) < 11
                        ? Stream.concat(ALWAYS_KEPT.stream(), KEPT_BEFORE_11.stream()).toList()
                        : ALWAYS_KEPT;

        assertThat(Redaction.redact(EVERY_KEY, version))
                .isEqualTo(EVERY_KEY.keeping(kept).with("content", JsonObject.EMPTY));
    }

    @ParameterizedTest
    @MethodSource("typesOfTheTable")
    void r02_theseKeysOfTheContentStay(String type) {
        JsonObject event = JsonObject.of("type", type).with("content", contentWithEveryKey());

        for (RoomVersion version : RoomVersion.ALL) {
            JsonObject left = Redaction.redact(event, version).object("content").orElseThrow();

            if (type.equals("m.room.create") && number(version) >= 11) {
                assertThat(left).as("version %s", version).isEqualTo(contentWithEveryKey());
            } else {
                assertThat(left.keys())
                        .as("version %s", version)
                        .containsExactlyInAnyOrderElementsOf(keptOf(type, number(version)));
            }
        }
    }

    @Test
    void r02_ofAThirdPartyInviteOnlyWhatWasSignedStays() {
        JsonObject event =
                Json.parseObject(
                        """
                        {"type": "m.room.member", "content": {"membership": "invite",
                         "third_party_invite": {"display_name": "alice", "signed": {"token": "t"}}}}
                        """);

        assertThat(Redaction.redact(event, RoomVersion.V11).object("content"))
                .contains(
                        Json.parseObject(
                                """
                                {"membership": "invite",
                                 "third_party_invite": {"signed": {"token": "t"}}}
                                """));
        assertThat(Redaction.redact(event, RoomVersion.V10).object("content"))
                .contains(JsonObject.of("membership", "invite"));
    }

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void r02_whatIsRedactedTwiceIsAsAfterTheFirstTime(RoomVersion version) {
        typesOfTheTable()
                .map(type -> EVERY_KEY.with("type", new JsonString(type)))
                .map(event -> event.with("content", contentWithEveryKey()))
                .map(event -> Redaction.redact(event, version))
                .forEach(once -> assertThat(Redaction.redact(once, version)).isEqualTo(once));
    }

    /**
     * In room versions 1 and 2 events can be named so that they redact each other, or themselves.
     */
    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void r02_eventsThatRedactEachOtherAreLeftAsWhatTheirVersionKeeps(RoomVersion version) {
        PduEvent first = redaction(version, "$first:d", "$second:d");
        PduEvent second = redaction(version, "$second:d", "$first:d");

        for (PduEvent event : List.of(first, second)) {
            PduEvent redacted = event.redacted();

            assertThat(redacted.eventId()).isEqualTo(event.eventId());
            assertThat(redacted.redacted().json()).isEqualTo(redacted.json());
            // From version 11 on a redaction stays one, for it keeps its target.
            assertThat(redacted.redacts())
                    .isEqualTo(number(version) < 11 ? Optional.empty() : event.redacts());
        }
        assertThat(redaction(version, "$self:d", "$self:d").redacted().content().has("body"))
                .isFalse();
    }

    /** From version 3 on the ID is the hash of what stays. */
    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    void r02_anEventIsKnownByItsIdAfterItsRedactionToo(RoomVersion version) {
        typesOfTheTable()
                .map(type -> event(version, type, "$e:d", contentWithEveryKey()))
                .forEach(
                        event ->
                                assertThat(PduEvent.of(version, event.redacted().json()).eventId())
                                        .isEqualTo(event.eventId()));
    }

    @ParameterizedTest
    @FieldSource("dev.ganglion.protocol.version.RoomVersion#ALL")
    @Timeout(10)
    void r02_theLargestEventIsRedactedInNoTime(RoomVersion version) {
        JsonObject.Builder content = contentWithEveryKey().toBuilder();
        IntStream.range(0, 5_000).forEach(i -> content.put("k" + i, i));
        PduEvent large = event(version, "m.room.member", "$e:d", content.build());

        for (int i = 0; i < 50; i++) {
            assertThat(large.redacted().content().keys()).hasSizeLessThan(5);
        }
    }

    private static PduEvent redaction(RoomVersion version, String id, String target) {
        JsonObject content = JsonObject.of("body", "x").with("redacts", new JsonString(target));
        return event(version, "m.room.redaction", id, content);
    }

    private static PduEvent event(RoomVersion version, String type, String id, JsonObject content) {
        JsonObject event =
                EVERY_KEY
                        .without("prev_events", "auth_events")
                        .with("type", new JsonString(type))
                        .with("event_id", new JsonString(id))
                        .with("content", content);
        return PduEvent.of(
                version, event.with("redacts", content.get("redacts").orElse(JsonNull.NULL)));
    }

    private static List<String> keptOf(String type, int version) {
        return TABLE.stream()
                .filter(kept -> kept.type().equals(type))
                .filter(kept -> kept.first() <= version && version <= kept.last())
                .map(Kept::key)
                .toList();
    }

    private static JsonObject contentWithEveryKey() {
        JsonObject.Builder content = JsonObject.builder().put("body", "x").put("displayname", "y");
        TABLE.forEach(kept -> content.put(kept.key(), JsonObject.of("k", "v")));
        return content.build();
    }

    private static int number(RoomVersion version) {
        return RoomVersion.ALL.indexOf(version) + 1;
    }
}
