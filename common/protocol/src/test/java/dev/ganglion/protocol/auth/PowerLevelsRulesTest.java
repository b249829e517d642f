package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Optional;
import java.util.stream.Stream;

/** Rule 10. R04: nobody gets at a power by the form of a level or by its change. */
class PowerLevelsRulesTest {
    private static final String AT_100 = "'@alice:example.org': 100,";

    @ParameterizedTest
    @MethodSource
    @DisplayName("R04 the form of power levels")
    void r04_rule10Form(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> r04_rule10Form() {
        return Stream.of(
                rejects("10.1", "a string", nothing(), r -> by(ALICE, r, "{'ban': '50'}"))
                        .from(RoomVersion.V10),
                allows("10.1", "a string", nothing(), r -> by(ALICE, r, "{'ban': '50'}"))
                        .upTo(RoomVersion.V9),
                rejects("10.1", "null", nothing(), r -> by(ALICE, r, "{'kick': null}"))
                        .from(RoomVersion.V10),
                rejects("10.2", "a list of events", nothing(), r -> by(ALICE, r, "{'events': []}"))
                        .from(RoomVersion.V10),
                rejects(
                                "10.2",
                                "a string in events",
                                nothing(),
                                r -> by(ALICE, r, "{'events': {'a': '1'}}"))
                        .from(RoomVersion.V10),
                rejects(
                                "10.2",
                                "notifications",
                                nothing(),
                                r -> by(ALICE, r, "{'notifications': {'room': true}}"))
                        .from(RoomVersion.V10),
                allows("10.2", "any events", nothing(), r -> by(ALICE, r, "{'events': {'a': 'x'}}"))
                        .upTo(RoomVersion.V9),
                rejects("10.3", "a list of users", nothing(), r -> by(ALICE, r, "{'users': []}")),
                rejects(
                        "10.3",
                        "a nameless user",
                        nothing(),
                        r -> by(ALICE, r, "{'users': {'bob': 1}}")),
                rejects(
                        "10.3",
                        "a word",
                        nothing(),
                        r -> users(ALICE, r, "'@bob:example.org': 'ten'")),
                rejects(
                        "10.3",
                        "a float in a string",
                        nothing(),
                        r -> users(ALICE, r, "'@bob:example.org': '1.0'")),
                rejects(
                                "10.3",
                                "a string",
                                nothing(),
                                r -> users(ALICE, r, "'@bob:example.org': '1'"))
                        .from(RoomVersion.V10),
                allows(
                                "10.3",
                                "a string",
                                nothing(),
                                r -> users(ALICE, r, "'@bob:example.org': ' +01 '"))
                        .upTo(RoomVersion.V9),
                rejects(
                                "10.4",
                                "a creator",
                                nothing(),
                                r -> users(ALICE, r, "'@alice:example.org': 1"))
                        .from(RoomVersion.V12));
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("R04 changes of power levels")
    void r04_rule10Changes(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> r04_rule10Changes() {
        return Stream.of(
                allowed("no change", MOD, "'ban': 60", "'ban': 60"),
                rejected("10.6", "a level above the own lowered", MOD, "'ban': 60", "'ban': 50"),
                rejected("10.6", "a level above the own removed", MOD, "'ban': 60, ", ""),
                rejected("10.6", "a level raised above the own", MOD, "'kick': 40", "'kick': 51"),
                rejected(
                        "10.6",
                        "a level added above the own",
                        MOD,
                        "'kick': 40",
                        "'kick': 40, 'invite': 51"),
                rejected(
                        "10.6",
                        "all users raised",
                        MOD,
                        "'kick': 40",
                        "'kick': 40, 'users_default': 51"),
                allowed("a level raised to the own", MOD, "'kick': 40", "'kick': 50"),
                rejected("10.7", "an event's level lowered", MOD, "'high': 60", "'high': 50"),
                rejected("10.7", "an event's level removed", MOD, ", 'high': 60", ""),
                rejected(
                        "10.8",
                        "an event's level raised",
                        MOD,
                        "'high': 60",
                        "'high': 60, 'a': 51"),
                rejected("10.7", "notifications lowered", MOD, "'room': 60", "'room': 50")
                        .from(RoomVersion.V6),
                allowed("notifications lowered", MOD, "'room': 60", "'room': 50")
                        .upTo(RoomVersion.V5),
                rejected("10.8", "notifications raised", MOD, "'room': 60", "'room': 60, 'a': 51")
                        .from(RoomVersion.V6),
                rejected(
                        "10.9",
                        "an equal lowered",
                        MOD,
                        "carol:example.org': 50",
                        "carol:example.org': 10"),
                rejected("10.9", "an equal removed", MOD, "'@carol:example.org': 50,", ""),
                rejected(
                        "10.10",
                        "the own level raised",
                        MOD,
                        "mod:example.org': 50",
                        "mod:example.org': 51"),
                rejected(
                        "10.10",
                        "a lower user above",
                        MOD,
                        "bob:example.org': 10",
                        "bob:example.org': 51"),
                allowed(
                        "the own level lowered",
                        MOD,
                        "mod:example.org': 50",
                        "mod:example.org': 0"),
                allowed("a lower user raised", MOD, "bob:example.org': 10", "bob:example.org': 50"),
                allowed("a lower user removed", MOD, ", '@bob:example.org': 10", ""),
                rejected(
                        "10.9",
                        "a higher user lowered",
                        BOB,
                        "mod:example.org': 50",
                        "mod:example.org': 0"));
    }

    @Test
    void rule10_5AllowsTheFirstLevelsWhatever() {
        for (RoomVersion version : RoomVersion.ALL) {
            Branch room = TestRoom.created(version, "{}");
            room.joins(ALICE);

            PduEvent first = by(ALICE, room, "{'ban': 1000, 'users': {'@bob:example.org': 1000}}");

            assertThat(RuleCase.verdict(first, room).isAllowed()).isTrue();
        }
    }

    @Test
    @DisplayName("R04 creators of version 12 stand above all levels")
    void r04_creatorsMayChangeEverything() {
        Branch room =
                TestRoom.created(RoomVersion.V12, "{'additional_creators': ['@bob:example.org']}");
        room.joins(ALICE);
        room.setsJoinRule(ALICE, "public");
        room.joins(BOB);
        room.setsLevels(
                ALICE,
                json("{'ban': 9007199254740991, 'users': {'" + MOD + "': 9007199254740991}}"));

        assertThat(RuleCase.verdict(by(BOB, room, "{'ban': 0}"), room).isAllowed()).isTrue();
        assertThat(RuleCase.verdict(room.membership(BOB, MOD, "ban"), room).isAllowed()).isTrue();
        assertThat(RuleCase.verdict(room.membership(BOB, ALICE, "ban"), room).isAllowed())
                .isFalse();
        assertThat(
                        RuleCase.verdict(by(ALICE, room, "{'users': {'" + BOB + "': 0}}"), room)
                                .isAllowed())
                .isFalse();
    }

    private static RuleCase allowed(String what, UserId sender, String from, String to) {
        return allows(
                "10.11",
                what,
                PowerLevelsRulesTest::levelsSet,
                room -> replaced(sender, room, from, to));
    }

    private static RuleCase rejected(
            String rule, String what, UserId sender, String from, String to) {
        return rejects(
                rule,
                what,
                PowerLevelsRulesTest::levelsSet,
                room -> replaced(sender, room, from, to));
    }

    private static PduEvent replaced(UserId sender, Branch room, String from, String to) {
        String before = levels(room.room().version());
        assertThat(before).contains(from);
        return by(sender, room, before.replace(from, to));
    }

    private static void levelsSet(Branch room) {
        room.joins(CAROL);
        room.appends(by(ALICE, room, levels(room.room().version())));
    }

    /** Levels that Carol, another moderator, and Bob at 10 may change at all. */
    private static String levels(RoomVersion version) {
        return """
               {'users': {%s '@mod:example.org': 50, '@carol:example.org': 50, '@bob:example.org': 10},
                'events': {'m.room.power_levels': 10, 'high': 60}, 'notifications': {'room': 60},
                'ban': 60, 'kick': 40}
               """
                .formatted(version.equals(RoomVersion.V12) ? "" : AT_100);
    }

    private static PduEvent users(UserId sender, Branch room, String entry) {
        String others = room.room().version().equals(RoomVersion.V12) ? "" : AT_100;
        return by(sender, room, "{'users': {" + others + entry + "}}");
    }

    private static PduEvent by(UserId sender, Branch room, String content) {
        return room.event(sender, EventTypes.POWER_LEVELS, Optional.of(""), json(content));
    }
}
