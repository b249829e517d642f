package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.DAVE;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.json;
import static dev.ganglion.protocol.dag.TestRoom.levels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.AuthVerdict.Rejected;
import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules 2, 4, 6, 8, 9, 11, and those of old versions on aliases and redactions. */
class GeneralRulesTest {
    private static final String ALIASES = "4 of version 5";
    private static final String REDACTION = "11 of version 2";

    @ParameterizedTest
    @MethodSource
    void anyEvent(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> anyEvent() {
        return Stream.of(
                rejects("6", "a stranger's message", nothing(), r -> message(r, CAROL)),
                rejects(
                        "6",
                        "a kicked member's message",
                        r -> r.kicks(MOD, BOB),
                        r -> message(r, BOB)),
                rejects(
                        "6",
                        "an invited user's message",
                        r -> r.invites(MOD, CAROL),
                        r -> message(r, CAROL)),
                rejects("8", "state from a user of level 0", nothing(), r -> topic(r, BOB)),
                rejects(
                        "8",
                        "a message below events_default",
                        GeneralRulesTest::messagesAt50,
                        r -> message(r, BOB)),
                rejects(
                        "9",
                        "state about another user",
                        nothing(),
                        r -> status(r, MOD, BOB.value())),
                allows("9", "state about oneself", nothing(), r -> status(r, MOD, MOD.value())),
                allows("11", "a member's message", nothing(), r -> message(r, BOB)),
                allows("11", "a moderator's state", nothing(), r -> topic(r, MOD)),
                allows(
                        "11",
                        "a message at events_default",
                        GeneralRulesTest::messagesAt50,
                        r -> message(r, MOD)));
    }

    @ParameterizedTest
    @MethodSource
    void aliases(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> aliases() {
        return Stream.of(
                allows(ALIASES, "the own server's", nothing(), r -> aliases(r, "example.org"))
                        .upTo(RoomVersion.V5),
                rejects(ALIASES, "another server's", nothing(), r -> aliases(r, "elsewhere.org"))
                        .upTo(RoomVersion.V5),
                rejects(
                                ALIASES,
                                "aliases of no server",
                                nothing(),
                                r -> message(r, CAROL, EventTypes.ALIASES))
                        .upTo(RoomVersion.V5),
                rejects("6", "a stranger's aliases", nothing(), r -> aliases(r, "example.org"))
                        .from(RoomVersion.V6));
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("R02 redactions")
    void r02_redactions(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> r02_redactions() {
        return Stream.of(
                allows(
                                REDACTION,
                                "a moderator",
                                nothing(),
                                r -> redaction(r, MOD, "$x:elsewhere.org"))
                        .upTo(RoomVersion.V2),
                allows(
                                REDACTION,
                                "the own server's",
                                nothing(),
                                r -> redaction(r, BOB, "$x:example.org"))
                        .upTo(RoomVersion.V2),
                rejects(
                                REDACTION,
                                "another server's",
                                nothing(),
                                r -> redaction(r, BOB, "$x:elsewhere.org"))
                        .upTo(RoomVersion.V2),
                rejects(
                                REDACTION,
                                "a like name",
                                nothing(),
                                r -> redaction(r, BOB, "$x:not.example.org"))
                        .upTo(RoomVersion.V2),
                rejects(
                                REDACTION,
                                "one of nothing",
                                nothing(),
                                r -> message(r, BOB, EventTypes.REDACTION))
                        .upTo(RoomVersion.V2),
                allows("11", "any redaction", nothing(), r -> redaction(r, BOB, "$x:elsewhere.org"))
                        .from(RoomVersion.V3),
                rejects(
                        "8",
                        "one below its level",
                        GeneralRulesTest::messagesAt50,
                        r -> redaction(r, BOB, "$x:example.org")));
    }

    @Test
    @DisplayName("R01 the create event of another room is none of this room")
    void r01_rule2NeedsTheRoomsOwnCreateEvent() {
        for (RoomVersion version : RoomVersion.ALL) {
            Branch room = TestRoom.open(version);
            PduEvent message = message(room, BOB);
            PduEvent foreign =
                    PduEvent.of(
                            version,
                            message.json().with("room_id", new JsonString("!other:example.org")));

            assertThat(rule(foreign, room)).isEqualTo("2");
            assertThat(rule(message, key -> Optional.empty())).isEqualTo("2");
        }
    }

    @Test
    void rule4KeepsOtherServersOutOfAnUnfederatedRoom() {
        for (RoomVersion version : RoomVersion.ALL) {
            Branch room = TestRoom.created(version, "{'m.federate': false}");
            room.joins(ALICE);
            room.setsJoinRule(ALICE, "public");

            assertThat(rule(room.membership(DAVE, DAVE, "join"), room)).isEqualTo("4");
            assertThat(rule(room.membership(BOB, BOB, "join"), room)).isEmpty();
        }
    }

    private static String rule(PduEvent event, AuthState state) {
        return RuleCase.verdict(event, state) instanceof Rejected no ? no.rule() : "";
    }

    private static PduEvent message(Branch room, UserId sender) {
        return message(room, sender, EventTypes.MESSAGE);
    }

    private static PduEvent message(Branch room, UserId sender, String type) {
        return room.event(sender, type, Optional.empty(), JsonObject.EMPTY);
    }

    private static PduEvent topic(Branch room, UserId sender) {
        return room.stateEvent(sender, EventTypes.TOPIC, "", "{'topic': 'any'}");
    }

    private static PduEvent status(Branch room, UserId sender, String key) {
        return room.stateEvent(sender, "org.example.status", key, "{}");
    }

    private static PduEvent aliases(Branch room, String server) {
        return room.stateEvent(CAROL, EventTypes.ALIASES, server, "{}");
    }

    /** The target is named in both places; each version looks at one. */
    private static PduEvent redaction(Branch room, UserId sender, String target) {
        PduEvent event =
                room.event(
                        sender,
                        EventTypes.REDACTION,
                        Optional.empty(),
                        JsonObject.of("redacts", target));
        return PduEvent.of(
                event.roomVersion(), event.json().with("redacts", new JsonString(target)));
    }

    private static void messagesAt50(Branch room) {
        JsonObject.Builder levels =
                levels(room.room().version(), "{'" + MOD + "': 50}").toBuilder();
        levels.put("events_default", 50);
        levels.put("events", json("{'m.room.topic': 0}"));
        room.setsLevels(ALICE, levels.build());
        List.of(BOB, MOD)
                .forEach(
                        user ->
                                assertThat(RuleCase.verdict(topic(room, user), room).isAllowed())
                                        .isTrue());
    }
}
