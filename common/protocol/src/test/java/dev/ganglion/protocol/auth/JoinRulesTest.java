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
import static dev.ganglion.protocol.dag.TestRoom.json;
import static dev.ganglion.protocol.dag.TestRoom.levels;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rules 5.1 to 5.3 and 5.8: what a membership event is, and who may join. R05. */
class JoinRulesTest {
    @ParameterizedTest
    @MethodSource
    void r05_rule5Form(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5Form() {
        return inEachVersion(form());
    }

    @ParameterizedTest
    @MethodSource
    void r05_rule5Joins(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5Joins() {
        return inEachVersion(joins());
    }

    @ParameterizedTest
    @MethodSource
    void r05_rule5RestrictedJoins(RuleCase.InVersion check) {
        check.verify();
    }

    static Stream<RuleCase.InVersion> r05_rule5RestrictedJoins() {
        return inEachVersion(restrictedJoins());
    }

    static List<RuleCase> rows() {
        return Stream.of(form(), joins(), restrictedJoins()).flatMap(List::stream).toList();
    }

    private static List<RuleCase> form() {
        return List.of(
                rejects(
                        "5.1",
                        "a membership of nobody",
                        nothing(),
                        room ->
                                room.event(
                                        CAROL,
                                        EventTypes.MEMBER,
                                        Optional.empty(),
                                        json("{'membership': 'join'}"))),
                rejects(
                        "5.1",
                        "a member without membership",
                        nothing(),
                        room -> member(room, CAROL, "{}")),
                rejects(
                        "5.1",
                        "a membership of one who can be no user",
                        nothing(),
                        room ->
                                room.stateEvent(
                                        BOB,
                                        EventTypes.MEMBER,
                                        "carol",
                                        "{'membership': 'invite'}")),
                rejects(
                        "5.8",
                        "an unknown membership",
                        nothing(),
                        room -> room.membership(CAROL, CAROL, "owner")),
                rejects(
                        "5.2.1",
                        "an authorised join without the server's signature",
                        nothing(),
                        room -> authorisedJoin(room, CAROL, ALICE)),
                rejects(
                        "5.2.1",
                        "an authorised join that another server has signed",
                        nothing(),
                        room -> signed(authorisedJoin(room, CAROL, DAVE), ALICE)),
                rejects(
                        "5.2.1",
                        "an authoriser who is no user",
                        nothing(),
                        room ->
                                member(
                                        room,
                                        CAROL,
                                        "{'membership': 'join',"
                                                + " 'join_authorised_via_users_server': 7}")));
    }

    private static List<RuleCase> joins() {
        return List.of(
                row("5.3.1", "the creator", true, inNewRoom("{}", r -> joining(r, ALICE))),
                row("5.3.7", "another user first", false, inNewRoom("{}", r -> joining(r, BOB)))
                        .notBy("5.3.1"),
                row("5.3.7", "the creator later", false, inNewRoom("{}", JoinRulesTest::later))
                        .notBy("5.3.1"),
                row(
                                "5.3.7",
                                "one who is named the creator",
                                false,
                                inNewRoom("{'creator': '" + BOB + "'}", r -> joining(r, BOB)))
                        .from(RoomVersion.V11)
                        .notBy("5.3.1"),
                rejects(
                        "5.3.2",
                        "a join for another",
                        nothing(),
                        r -> r.membership(BOB, CAROL, "join")),
                rejects(
                        "5.3.3",
                        "a banned user",
                        r -> r.bans(ALICE, CAROL),
                        r -> joining(r, CAROL)),
                allows("5.3.4", "an invited user", invited("invite"), r -> joining(r, CAROL)),
                allows("5.3.4", "a member again", rule("invite"), r -> joining(r, BOB)),
                rejects("5.3.7", "an uninvited user", rule("invite"), r -> joining(r, CAROL))
                        .notBy("5.3.4", "5.3.6"),
                rejects("5.3.7", "an uninvited user", rule("knock"), r -> joining(r, CAROL))
                        .from(RoomVersion.V7)
                        .notBy("5.3.4"),
                rejects("5.3.7", "one who only knocked", knocked(), r -> joining(r, CAROL))
                        .from(RoomVersion.V7)
                        .notBy("5.3.4"),
                allows("5.3.4", "an invited user", invited("knock"), r -> joining(r, CAROL))
                        .from(RoomVersion.V7),
                rejects("5.3.7", "all in a knock room", invited("knock"), r -> joining(r, CAROL))
                        .upTo(RoomVersion.V6)
                        .notBy("5.3.4"),
                allows("5.3.6", "anybody in a public room", nothing(), r -> joining(r, CAROL))
                        .notBy("5.1", "5.3.2", "5.3.3"),
                rejects(
                                "5.3.7",
                                "all in a private room",
                                invited("private"),
                                r -> joining(r, CAROL))
                        .notBy("5.3.6"),
                rejects("5.3.7", "all under unknown rules", invited("x"), r -> joining(r, CAROL)));
    }

    private static List<RuleCase> restrictedJoins() {
        return Stream.concat(
                        restrictedJoins("restricted", RoomVersion.V7, RoomVersion.V8),
                        restrictedJoins("knock_restricted", RoomVersion.V9, RoomVersion.V10))
                .toList();
    }

    private static Stream<RuleCase> restrictedJoins(
            String name, RoomVersion before, RoomVersion since) {
        Stream<RuleCase> restricted =
                Stream.of(
                        allows(
                                "5.3.5.1",
                                "the invited, " + name,
                                invited(name),
                                r -> joining(r, CAROL)),
                        allows("5.3.5.1", "members, " + name, rule(name), r -> joining(r, BOB)),
                        rejects(
                                        "5.3.5.2",
                                        "a join that nobody authorised, " + name,
                                        rule(name),
                                        r -> joining(r, CAROL))
                                .notBy("5.3.5.1"),
                        rejects(
                                "5.3.5.2",
                                "a join that a stranger authorised, " + name,
                                rule(name),
                                r -> authorised(r, DAVE)),
                        rejects(
                                "5.3.5.2",
                                "a join that one without the level authorised, " + name,
                                inviteAt50(name),
                                r -> authorised(r, BOB)),
                        allows(
                                        "5.3.5.3",
                                        "an authorised join, " + name,
                                        rule(name),
                                        r -> authorised(r, ALICE))
                                .notBy("5.2.1", "5.3.5.2"),
                        rejects(
                                "5.3.3",
                                "a banned user whom somebody authorised, " + name,
                                rule(name).andThen(r -> r.bans(ALICE, CAROL)),
                                r -> authorised(r, ALICE)));
        return Stream.concat(
                Stream.of(
                        rejects("5.3.7", "all, " + name, invited(name), r -> joining(r, CAROL))
                                .upTo(before)),
                restricted.map(row -> row.from(since)));
    }

    private static PduEvent joining(Branch room, UserId user) {
        return room.membership(user, user, "join");
    }

    private static PduEvent later(Branch room) {
        room.setsTopic(ALICE, "not a join");
        return joining(room, ALICE);
    }

    private static PduEvent authorised(Branch room, UserId authoriser) {
        return signed(authorisedJoin(room, CAROL, authoriser), authoriser);
    }

    private static PduEvent signed(PduEvent join, UserId signer) {
        JsonObject signature =
                JsonObject.builder().put(signer.serverName().value(), JsonObject.EMPTY).build();
        return PduEvent.of(join.roomVersion(), join.json().with("signatures", signature));
    }

    private static PduEvent authorisedJoin(Branch room, UserId user, UserId authoriser) {
        return member(
                room,
                user,
                "{'membership': 'join', 'join_authorised_via_users_server': '%s'}"
                        .formatted(authoriser));
    }

    private static PduEvent member(Branch room, UserId user, String content) {
        return room.stateEvent(user, EventTypes.MEMBER, user.value(), content);
    }

    private static Consumer<Branch> rule(String rule) {
        return room -> room.setsJoinRule(ALICE, rule);
    }

    private static Consumer<Branch> invited(String rule) {
        return rule(rule).andThen(room -> room.invites(ALICE, CAROL));
    }

    private static Consumer<Branch> knocked() {
        return rule("knock").andThen(room -> room.appends(room.membership(CAROL, CAROL, "knock")));
    }

    private static Consumer<Branch> inviteAt50(String rule) {
        return rule(rule)
                .andThen(
                        room ->
                                room.setsLevels(
                                        ALICE,
                                        levels(room.room().version(), "{}").toBuilder()
                                                .put("invite", 50)
                                                .build()));
    }
}
