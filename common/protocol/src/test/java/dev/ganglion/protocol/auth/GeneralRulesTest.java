package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.inEachVersion;
import static dev.ganglion.protocol.auth.RuleCase.inNewRoom;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.auth.RuleCase.row;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.DAVE;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.json;
import static dev.ganglion.protocol.dag.TestRoom.levels;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules 4, 6, 8, 9, 11, and those of old versions on aliases and redactions. */
class GeneralRulesTest {
    @ParameterizedTest
    @MethodSource
    void rule4(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> rule4() {
        return inEachVersion(federation());
    }

    @ParameterizedTest
    @MethodSource
    void aliases(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> aliases() {
        return inEachVersion(ofAliases());
    }

    @ParameterizedTest
    @MethodSource
    void r04_rules6To11(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r04_rules6To11() {
        return inEachVersion(ofAnyEvent());
    }

    @ParameterizedTest
    @MethodSource
    void r02_redactions(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r02_redactions() {
        return inEachVersion(ofRedactions());
    }

    static List<RuleCase> rows() {
        return Stream.of(federation(), ofAliases(), ofAnyEvent(), ofRedactions())
                .flatMap(List::stream)
                .toList();
    }

    private static List<RuleCase> federation() {
        return List.of(
                joins("4", "another server", false, "{'m.federate': false}", DAVE),
                joins("5.3.6", "the room's server", true, "{'m.federate': false}", BOB).notBy("4"),
                joins("5.3.6", "another server", true, "{'m.federate': true}", DAVE).notBy("4"),
                joins("5.3.6", "another server", true, "{'m.federate': 'false'}", DAVE));
    }

    private static List<RuleCase> ofAliases() {
        return List.of(
                allows(
                                "4.3 of version 5",
                                "a stranger's, for the own server",
                                nothing(),
                                r -> aliases(r, "example.org"))
                        .notBy("4.1 of version 5", "4.2 of version 5"),
                rejects(
                        "4.2 of version 5",
                        "aliases for another server",
                        nothing(),
                        r -> aliases(r, "elsewhere.org")),
                rejects(
                        "4.1 of version 5",
                        "aliases for no server",
                        nothing(),
                        r -> message(r, CAROL, EventTypes.ALIASES)),
                rejects("6", "a stranger's aliases", nothing(), r -> aliases(r, "example.org"))
                        .from(RoomVersion.V6));
    }

    private static List<RuleCase> ofAnyEvent() {
        return List.of(
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
                        "8",
                        "a message from a negative level",
                        r -> r.setsLevels(ALICE, levels(r.room().version(), "{'" + BOB + "': -1}")),
                        r -> message(r, BOB)),
                rejects(
                        "9",
                        "state about another user",
                        nothing(),
                        r -> status(r, MOD, BOB.value())),
                rejects(
                        "9",
                        "state about another user, even from the creator",
                        nothing(),
                        r -> status(r, ALICE, BOB.value())),
                rejects("9", "a longer name", nothing(), r -> status(r, MOD, MOD + ":8448")),
                rejects("9", "a lone sign", nothing(), r -> status(r, MOD, "@")),
                allows("11", "state about oneself", nothing(), r -> status(r, MOD, MOD.value()))
                        .notBy("9"),
                allows("11", "state about no user", nothing(), r -> status(r, MOD, "a@b"))
                        .notBy("9"),
                allows("11", "a member's message", nothing(), r -> message(r, BOB)).notBy("6", "8"),
                allows("11", "a moderator's state", nothing(), r -> topic(r, MOD)).notBy("8"),
                allows(
                                "11",
                                "a message at events_default",
                                GeneralRulesTest::messagesAt50,
                                r -> message(r, MOD))
                        .notBy("8"),
                allows(
                                "11",
                                "state that everybody may set",
                                GeneralRulesTest::messagesAt50,
                                r -> topic(r, BOB))
                        .notBy("8"));
    }

    private static List<RuleCase> ofRedactions() {
        return List.of(
                allows(
                        "11.1 of version 2",
                        "a moderator",
                        nothing(),
                        r -> redaction(r, MOD, "$x:elsewhere.org")),
                allows(
                        "11.2 of version 2",
                        "the own server's",
                        nothing(),
                        r -> redaction(r, BOB, "$x:example.org")),
                rejects(
                                "11.3 of version 2",
                                "another server's",
                                nothing(),
                                r -> redaction(r, BOB, "$x:elsewhere.org"))
                        .notBy("11.1 of version 2", "11.2 of version 2"),
                rejects(
                        "11.3 of version 2",
                        "a like name",
                        nothing(),
                        r -> redaction(r, BOB, "$x:not.example.org")),
                rejects(
                        "11.3 of version 2",
                        "one of nothing",
                        nothing(),
                        r -> message(r, BOB, EventTypes.REDACTION)),
                allows("11", "any redaction", nothing(), r -> redaction(r, BOB, "$x:elsewhere.org"))
                        .from(RoomVersion.V3),
                rejects(
                        "8",
                        "a redaction below its level",
                        GeneralRulesTest::messagesAt50,
                        r -> redaction(r, BOB, "$x:example.org")));
    }

    private static RuleCase joins(
            String rule, String what, boolean isAllowed, String createContent, UserId user) {
        return row(
                rule,
                what + " where " + createContent,
                isAllowed,
                inNewRoom(
                        createContent,
                        room -> {
                            room.joins(ALICE);
                            room.setsJoinRule(ALICE, "public");
                            return room.membership(user, user, "join");
                        }));
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
    }
}
