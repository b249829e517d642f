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
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rule 10. R04: nobody gets at a power by the form of a level or by its change. */
class PowerLevelsRulesTest {
    private static final String AT_100 = "'@alice:example.org': 100,";
    private static final String CAROL_10 = "carol:example.org': 10";
    private static final String MOD_0 = "mod:example.org': 0";
    private static final String MOD_51 = "mod:example.org': 51";
    private static final String BOB_10 = "bob:example.org': 10";
    private static final String HUGE = "99999999999999999999";
    private static final String BOBS_TOO = "{'additional_creators': ['@bob:example.org']}";

    @ParameterizedTest
    @MethodSource
    void r04_rule10Form(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r04_rule10Form() {
        return inEachVersion(form());
    }

    @ParameterizedTest
    @MethodSource
    void r04_rule10Levels(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r04_rule10Levels() {
        return inEachVersion(ofLevels());
    }

    @ParameterizedTest
    @MethodSource
    void r04_rule10Users(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r04_rule10Users() {
        return inEachVersion(ofUsers());
    }

    static List<RuleCase> rows() {
        return Stream.of(form(), ofLevels(), ofUsers()).flatMap(List::stream).toList();
    }

    private static List<RuleCase> form() {
        return List.of(
                sets("10.1", "a string as a level", false, "{'ban': '50'}"),
                sets("10.1", "null as a level", false, "{'kick': null}"),
                sets("10.11", "a string as a level", true, "{'ban': '50'}").upTo(RoomVersion.V9),
                sets("10.2", "a list of events", false, "{'events': []}"),
                sets("10.2", "a string among the events", false, "{'events': {'a': '1'}}"),
                sets("10.2", "a truth to notify", false, "{'notifications': {'room': true}}"),
                sets("10.11", "any events", true, "{'events': {'a': 'x'}}").upTo(RoomVersion.V9),
                sets("10.3", "a list of users", false, "{'users': []}"),
                sets("10.3", "a nameless user", false, "{'users': {'bob': 1}}"),
                user("10.3", "a word for a user", false, BOB, "'ten'"),
                user("10.3", "a float in a string for a user", false, BOB, "'1.0'"),
                user("10.3", "a string for a user", false, BOB, "'1'").from(RoomVersion.V10),
                user("10.11", "a string for a user", true, BOB, "' +01 '").upTo(RoomVersion.V9),
                user("10.4", "a creator's level", false, ALICE, "1"),
                row(
                                "10.4",
                                "another creator's level",
                                false,
                                inNewRoom(BOBS_TOO, PowerLevelsRulesTest::bobs))
                        .from(RoomVersion.V12),
                user("10.11", "a user's level", true, BOB, "-7").notBy("10.3", "10.4"),
                sets(
                                "10.11",
                                "integers throughout",
                                true,
                                "{'ban': -1, 'events': {'a': 1}, 'notifications': {'room': 1}}")
                        .notBy("10.1", "10.2"),
                row(
                        "10.5",
                        "the first levels, whatever they are",
                        true,
                        inNewRoom("{}", PowerLevelsRulesTest::first)));
    }

    private static List<RuleCase> ofLevels() {
        return List.of(
                rejected("10.6.1", "one above the own lowered", MOD, "'ban': 60", "'ban': 50"),
                rejected("10.6.1", "one above the own removed", MOD, "'ban': 60, ", ""),
                rejected("10.6.2", "one raised above the own", MOD, "'kick': 40", "'kick': 51")
                        .notBy("10.5"),
                rejected(
                        "10.6.2", "one added above the own", MOD, "'kick'", "'invite': 51, 'kick'"),
                rejected(
                        "10.6.2", "all users raised", MOD, "'kick'", "'users_default': 51, 'kick'"),
                rejected("10.6.2", "one raised beyond all numbers", MOD, "40", "'" + HUGE + "'")
                        .upTo(RoomVersion.V9),
                allowed("nothing", MOD, "'ban': 60", "'ban': 60").notBy("10.6.1", "10.7.1"),
                allowed("the spelling of one above", MOD, "'ban': 60", "'ban': ' +060 '")
                        .upTo(RoomVersion.V9),
                allowed("one raised to the own", MOD, "'kick': 40", "'kick': 50").notBy("10.6.2"),
                allowed("one at the own lowered", MOD, "'redact': 50", "'redact': 0")
                        .notBy("10.6.1"),
                rejected("10.7.1", "an event's lowered", MOD, "'high': 60", "'high': 50"),
                rejected("10.7.1", "an event's removed", MOD, ", 'high': 60", ""),
                rejected("10.8.1", "an event's added", MOD, "'high'", "'a': 51, 'high'"),
                rejected("10.8.1", "an event's raised", MOD, "'mine': 50", "'mine': 51"),
                allowed("an event's at the own lowered", MOD, "'mine': 50", "'mine': 1")
                        .notBy("10.7.1"),
                allowed("an event's added at the own", MOD, "'high'", "'a': 50, 'high'")
                        .notBy("10.8.1"),
                rejected("10.7.1", "a notification's lowered", MOD, "'room': 60", "'room': 50")
                        .from(RoomVersion.V6),
                rejected("10.8.1", "a notification's added", MOD, "'room'", "'a': 51, 'room'")
                        .from(RoomVersion.V6),
                allowed("a notification's lowered", MOD, "'room': 60", "'room': 50")
                        .upTo(RoomVersion.V5));
    }

    private static List<RuleCase> ofUsers() {
        return List.of(
                rejected("10.9.1", "an equal's lowered", MOD, "carol:example.org': 50", CAROL_10),
                rejected("10.9.1", "an equal removed", MOD, "'@carol:example.org': 50,", ""),
                rejected("10.9.1", "a higher one's lowered", BOB, "mod:example.org': 50", MOD_0),
                allowed("the own lowered", MOD, "mod:example.org': 50", MOD_0).notBy("10.9.1"),
                allowed("a lower one removed", MOD, ", '@bob:example.org': 10", "").notBy("10.9.1"),
                rejected("10.10.1", "the own raised", MOD, "mod:example.org': 50", MOD_51),
                rejected("10.10.1", "a lower one's above the own", MOD, BOB_10, BOB_10 + "0"),
                rejected("10.10.1", "one beyond all numbers", MOD, "10}", "'" + HUGE + "'}")
                        .upTo(RoomVersion.V9),
                allowed("a lower one's raised to the own", MOD, BOB_10, "bob:example.org': 50")
                        .notBy("10.10.1"));
    }

    @Test
    void r04_creatorsOfVersion12StandAboveAllLevels() {
        Branch room = TestRoom.created(RoomVersion.V12, BOBS_TOO);
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
    }

    private static RuleCase sets(String rule, String what, boolean isAllowed, String content) {
        return isAllowed
                ? allows(rule, what, nothing(), room -> by(ALICE, room, content))
                : rejects(rule, what, nothing(), room -> by(ALICE, room, content));
    }

    private static RuleCase user(
            String rule, String what, boolean isAllowed, UserId user, String level) {
        return row(
                rule,
                what,
                isAllowed,
                room ->
                        RuleCase.verdict(
                                by(ALICE, room, "{'users': {'" + user + "': " + level + "}}"),
                                room));
    }

    private static PduEvent first(Branch room) {
        room.joins(ALICE);
        return by(ALICE, room, "{'ban': 1000, 'users': {'@bob:example.org': 1000}}");
    }

    private static PduEvent bobs(Branch room) {
        room.joins(ALICE);
        return by(ALICE, room, "{'users': {'@bob:example.org': 1}}");
    }

    private static RuleCase allowed(String change, UserId sender, String from, String to) {
        return allows(
                "10.11",
                "change: " + change,
                PowerLevelsRulesTest::levelsSet,
                room -> replaced(sender, room, from, to));
    }

    private static RuleCase rejected(
            String rule, String change, UserId sender, String from, String to) {
        return rejects(
                rule,
                "change: " + change,
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
                'events': {'m.room.power_levels': 10, 'mine': 50, 'high': 60},
                'notifications': {'room': 60}, 'ban': 60, 'kick': 40, 'redact': 50}
               """
                .formatted(version.equals(RoomVersion.V12) ? "" : AT_100);
    }

    private static PduEvent by(UserId sender, Branch room, String content) {
        return room.event(sender, EventTypes.POWER_LEVELS, Optional.of(""), json(content));
    }
}
