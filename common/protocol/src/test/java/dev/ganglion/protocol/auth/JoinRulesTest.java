package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.RuleCase.allows;
import static dev.ganglion.protocol.auth.RuleCase.nothing;
import static dev.ganglion.protocol.auth.RuleCase.rejects;
import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.DAVE;
import static dev.ganglion.protocol.dag.TestRoom.json;
import static dev.ganglion.protocol.dag.TestRoom.levels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rules 5.1 to 5.3: what a membership event is, and who may join. R05. */
class JoinRulesTest {
    @ParameterizedTest
    @MethodSource
    void rule5Form(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> rule5Form() {
        return Stream.of(
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
                        room -> room.stateEvent(CAROL, EventTypes.MEMBER, CAROL.value(), "{}")),
                rejects(
                        "5.8",
                        "an unknown membership",
                        nothing(),
                        room -> room.membership(CAROL, CAROL, "owner")),
                rejects(
                                "5.2",
                                "an authorised join without the server's signature",
                                nothing(),
                                room -> authorisedJoin(room, CAROL, ALICE))
                        .from(RoomVersion.V8),
                rejects(
                                "5.2",
                                "an authoriser who is no user",
                                nothing(),
                                room ->
                                        room.stateEvent(
                                                CAROL,
                                                EventTypes.MEMBER,
                                                CAROL.value(),
                                                "{'membership': 'join',"
                                                        + " 'join_authorised_via_users_server': 7}"))
                        .from(RoomVersion.V8));
    }

    @ParameterizedTest
    @MethodSource
    void rule5Join(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> rule5Join() {
        return Stream.of(
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
                rejects("5.3.4", "an uninvited user", rule("invite"), r -> joining(r, CAROL)),
                rejects("5.3.4", "an uninvited user", rule("knock"), r -> joining(r, CAROL))
                        .from(RoomVersion.V7),
                allows("5.3.4", "an invited user", invited("knock"), r -> joining(r, CAROL))
                        .from(RoomVersion.V7),
                rejects("5.3.7", "all in a knock room", invited("knock"), r -> joining(r, CAROL))
                        .upTo(RoomVersion.V6),
                allows("5.3.6", "anybody in a public room", nothing(), r -> joining(r, CAROL)),
                rejects(
                        "5.3.7",
                        "all in a private room",
                        invited("private"),
                        r -> joining(r, CAROL)),
                rejects("5.3.7", "all under unknown rules", invited("x"), r -> joining(r, CAROL)));
    }

    @ParameterizedTest
    @MethodSource
    void rule5RestrictedJoin(RuleCase rule) {
        rule.verify();
    }

    static Stream<RuleCase> rule5RestrictedJoin() {
        return Stream.of("restricted", "knock_restricted")
                .flatMap(
                        name -> {
                            RoomVersion since =
                                    name.equals("restricted") ? RoomVersion.V8 : RoomVersion.V10;
                            RoomVersion before =
                                    name.equals("restricted") ? RoomVersion.V7 : RoomVersion.V9;
                            return Stream.of(
                                    rejects("5.3.7", "all", invited(name), r -> joining(r, CAROL))
                                            .upTo(before),
                                    allows("5.3.5.1", name, invited(name), r -> joining(r, CAROL))
                                            .from(since),
                                    rejects("5.3.5.2", name, rule(name), r -> joining(r, CAROL))
                                            .from(since),
                                    allows("5.3.5.3", name, rule(name), r -> authorised(r, ALICE))
                                            .from(since),
                                    rejects("5.3.5.2", name, rule(name), r -> authorised(r, DAVE))
                                            .from(since),
                                    rejects(
                                                    "5.3.5.2",
                                                    name,
                                                    inviteAt50(name),
                                                    r -> authorised(r, BOB))
                                            .from(since));
                        });
    }

    @Test
    void rule5_3_1AllowsTheCreatorsFirstJoinOnly() {
        for (RoomVersion version : RoomVersion.ALL) {
            Branch created = TestRoom.created(version, "{}");

            assertThat(RuleCase.verdict(joining(created, ALICE), created).isAllowed()).isTrue();
            assertThat(RuleCase.verdict(joining(created, BOB), created).isAllowed()).isFalse();

            created.setsTopic(ALICE, "not a join");
            assertThat(RuleCase.verdict(joining(created, ALICE), created).isAllowed()).isFalse();
        }
    }

    private static PduEvent joining(Branch room, UserId user) {
        return room.membership(user, user, "join");
    }

    private static PduEvent authorised(Branch room, UserId authoriser) {
        PduEvent join = authorisedJoin(room, CAROL, authoriser);
        JsonObject signature =
                JsonObject.builder().put(authoriser.serverName().value(), JsonObject.EMPTY).build();
        return PduEvent.of(join.roomVersion(), join.json().with("signatures", signature));
    }

    private static PduEvent authorisedJoin(Branch room, UserId user, UserId authoriser) {
        return room.stateEvent(
                user,
                EventTypes.MEMBER,
                user.value(),
                "{'membership': 'join', 'join_authorised_via_users_server': '%s'}"
                        .formatted(authoriser));
    }

    private static Consumer<Branch> rule(String rule) {
        return room -> room.setsJoinRule(ALICE, rule);
    }

    private static Consumer<Branch> invited(String rule) {
        return rule(rule).andThen(room -> room.invites(ALICE, CAROL));
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
