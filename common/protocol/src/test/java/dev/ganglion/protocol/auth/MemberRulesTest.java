package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.inEachVersion;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.DAVE;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.levels;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rules 5.5 to 5.7: leaving, kicking, banning, knocking. R05. */
class MemberRulesTest {
    @ParameterizedTest
    @MethodSource
    void r05_rule5Leaves(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5Leaves() {
        return inEachVersion(leaves());
    }

    private static List<RuleCase> leaves() {
        return List.of(
                allows("5.5.1", "a member", nothing(), r -> r.membership(BOB, BOB, "leave")),
                allows(
                        "5.5.1",
                        "an invited user",
                        r -> r.invites(ALICE, CAROL),
                        r -> r.membership(CAROL, CAROL, "leave")),
                allows("5.5.1", "a knocking user", knocked(), r -> leaving(r, CAROL))
                        .from(RoomVersion.V7),
                rejects("5.5.1", "a knocking user", knocked(), r -> leaving(r, CAROL))
                        .upTo(RoomVersion.V6),
                rejects("5.5.1", "a stranger", nothing(), r -> leaving(r, CAROL)),
                rejects("5.5.1", "a second leave", r -> r.leaves(BOB), r -> leaving(r, BOB)),
                rejects("5.5.1", "a banned user", r -> r.bans(ALICE, BOB), r -> leaving(r, BOB)),
                rejects("5.5.2", "a kick from outside", nothing(), r -> kick(r, CAROL, BOB)),
                rejects(
                        "5.5.3",
                        "an unban below the ban level",
                        bannedAt(60),
                        r -> kick(r, MOD, CAROL)),
                allows("5.5.4", "an unban", r -> r.bans(ALICE, CAROL), r -> kick(r, MOD, CAROL))
                        .notBy("5.5.3"),
                allows("5.5.4", "a kick", nothing(), r -> kick(r, MOD, BOB)).notBy("5.5.2"),
                allows("5.5.4", "a rejection of a knock", knocked(), r -> kick(r, MOD, CAROL))
                        .from(RoomVersion.V7),
                allows(
                        "5.5.4",
                        "a recalled invite",
                        r -> r.invites(BOB, CAROL),
                        r -> kick(r, MOD, CAROL)),
                rejects("5.5.5", "a kick without power", nothing(), r -> kick(r, BOB, MOD))
                        .notBy("5.5.4"),
                rejects(
                                "5.5.5",
                                "a kick of an equal",
                                MemberRulesTest::twoModerators,
                                r -> kick(r, MOD, DAVE))
                        .notBy("5.5.4"),
                rejects("5.5.5", "a kick of the creator", nothing(), r -> kick(r, MOD, ALICE)),
                rejects(
                                "5.5.5",
                                "a kick of the creator by the highest level of all",
                                r ->
                                        r.setsLevels(
                                                ALICE,
                                                levels(
                                                        r.room().version(),
                                                        "{'" + MOD + "': 9007199254740991}")),
                                r -> kick(r, MOD, ALICE))
                        .from(RoomVersion.V12));
    }

    @ParameterizedTest
    @MethodSource
    void r05_rule5Bans(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5Bans() {
        return inEachVersion(bans());
    }

    private static List<RuleCase> bans() {
        return List.of(
                rejects(
                        "5.6.1",
                        "a ban from outside",
                        nothing(),
                        r -> r.membership(CAROL, BOB, "ban")),
                allows("5.6.2", "a ban of a member", nothing(), r -> r.membership(MOD, BOB, "ban"))
                        .notBy("5.6.1"),
                allows(
                        "5.6.2",
                        "a ban of a stranger",
                        nothing(),
                        r -> r.membership(MOD, DAVE, "ban")),
                rejects(
                                "5.6.3",
                                "a ban without power",
                                nothing(),
                                r -> r.membership(BOB, MOD, "ban"))
                        .notBy("5.6.2"),
                rejects(
                        "5.6.3",
                        "a ban of an equal",
                        MemberRulesTest::twoModerators,
                        r -> r.membership(MOD, DAVE, "ban")),
                rejects(
                        "5.6.3",
                        "a ban of oneself",
                        nothing(),
                        r -> r.membership(ALICE, ALICE, "ban")));
    }

    @ParameterizedTest
    @MethodSource
    void r05_rule5Knocks(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5Knocks() {
        return inEachVersion(knocks());
    }

    private static List<RuleCase> knocks() {
        return List.of(
                rejects("5.8", "any knock", rule("knock"), r -> knocking(r, CAROL))
                        .upTo(RoomVersion.V6),
                allows("5.7.3", "a stranger", rule("knock"), r -> knocking(r, CAROL))
                        .notBy("5.7.1", "5.7.2"),
                allows("5.7.3", "a second knock", knocked(), r -> knocking(r, CAROL)),
                allows("5.7.3", "a stranger", rule("knock_restricted"), r -> knocking(r, CAROL))
                        .from(RoomVersion.V10),
                rejects("5.7.1", "a stranger", rule("knock_restricted"), r -> knocking(r, CAROL))
                        .upTo(RoomVersion.V9),
                rejects("5.7.1", "a closed room", rule("invite"), r -> knocking(r, CAROL)),
                rejects("5.7.1", "a public room", nothing(), r -> knocking(r, CAROL)),
                rejects(
                        "5.7.2",
                        "a knock for another",
                        rule("knock"),
                        r -> r.membership(BOB, CAROL, "knock")),
                rejects("5.7.4", "a member", rule("knock"), r -> knocking(r, BOB)).notBy("5.7.3"),
                rejects(
                        "5.7.4",
                        "an invited user",
                        rule("knock").andThen(r -> r.invites(ALICE, CAROL)),
                        r -> knocking(r, CAROL)),
                rejects(
                        "5.7.4",
                        "a banned user",
                        rule("knock").andThen(r -> r.bans(ALICE, CAROL)),
                        r -> knocking(r, CAROL)));
    }

    static List<RuleCase> rows() {
        return Stream.of(leaves(), bans(), knocks()).flatMap(List::stream).toList();
    }

    private static PduEvent leaving(Branch room, UserId user) {
        return room.membership(user, user, "leave");
    }

    private static PduEvent knocking(Branch room, UserId user) {
        return room.membership(user, user, "knock");
    }

    private static PduEvent kick(Branch room, UserId sender, UserId target) {
        return room.membership(sender, target, "leave");
    }

    private static Consumer<Branch> rule(String rule) {
        return room -> room.setsJoinRule(ALICE, rule);
    }

    private static Consumer<Branch> knocked() {
        return rule("knock").andThen(room -> room.appends(knocking(room, CAROL)));
    }

    private static Consumer<Branch> bannedAt(long level) {
        return room -> {
            room.bans(ALICE, CAROL);
            room.setsLevels(
                    ALICE,
                    levels(room.room().version(), "{'" + MOD + "': 50}").toBuilder()
                            .put("ban", level)
                            .build());
        };
    }

    private static void twoModerators(Branch room) {
        room.joins(DAVE);
        room.setsLevels(
                ALICE, levels(room.room().version(), "{'%s': 50, '%s': 50}".formatted(MOD, DAVE)));
    }
}
