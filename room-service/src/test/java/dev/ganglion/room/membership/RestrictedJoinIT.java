package dev.ganglion.room.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomAudit;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;
import dev.ganglion.room.persist.RoomClosing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Client-server API, "Restricted rooms". Members of Alice's space may join. */
class RestrictedJoinIT extends RoomOfAlice {
    private static final String JOIN = "/rooms/{room}/join";
    private static final String LEAVE = "/rooms/{room}/leave";
    private static final String KNOCK = "/knock/{room}";
    private static final String JOIN_RULES = "/rooms/{room}/state/m.room.join_rules/";
    private static final String POWER_LEVELS = "/rooms/{room}/state/m.room.power_levels/";
    private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

    @Autowired private DatabaseClient database;
    @Autowired private Environment environment;
    @Autowired private RoomClosing closing;

    private RoomCaller carol;
    private RoomCaller dave;
    private String space;
    private RoomAudit audit;

    @BeforeEach
    void aSpaceOfAlice() {
        carol = new RoomCaller(web, tokens, "carol");
        dave = new RoomCaller(web, tokens, "dave");
        space =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"creation_content\":{\"type\":\"m.space\"}}");
        audit = RoomAudit.of(database, environment);
    }

    @ParameterizedTest
    @CsvSource({
        "8, restricted",
        "9, restricted",
        "10, restricted",
        "10, knock_restricted",
        "11, restricted",
        "11, knock_restricted",
        "12, restricted",
        "12, knock_restricted",
    })
    void membersOfTheSpaceJoinInTheNameOfOneWhoMayInvite(String version, String rule) {
        String inner = restricted(version, rule, space);
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);

        bob.joins(space);
        bob.joins(inner);

        assertThat(authoriser(bob, inner)).contains(alice.id().value());
        audit.check(inner);
    }

    @ParameterizedTest
    @CsvSource({"7, restricted", "9, knock_restricted"})
    void inAVersionThatDoesNotKnowTheRuleNobodyJoins(String version, String rule) {
        String inner = restricted(version, rule, space);
        bob.joins(space);

        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", inner);
    }

    @Test
    void oneOfSeveralRoomsIsEnoughAndUnknownOnesDoNotMatter() {
        String inner = restricted("12", "restricted", "!nowhere:example.org", space, room);
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);

        bob.joins(room);
        bob.joins(inner);
        carol.joins(space);
        carol.joins(inner);

        assertThat(authoriser(bob, inner)).contains(alice.id().value());
        audit.check(inner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"allow\":[]",
                ",\"allow\":\"SPACE\"",
                ",\"allow\":[\"SPACE\"]",
                ",\"allow\":[{\"room_id\":\"SPACE\"}]",
                ",\"allow\":[{\"type\":\"m.room_membership\"}]",
                ",\"allow\":[{\"type\":\"m.room_membership\",\"room_id\":[\"SPACE\"]}]",
                ",\"allow\":[{\"type\":\"org.example.other\",\"room_id\":\"SPACE\"}]",
                ",\"allow\":[{\"type\":\"m.room_membership\",\"room_id\":\"!nowhere:example.org\"}]"
            })
    void conditionsThatNobodyMeetsLetNobodyIn(String allow) {
        String inner = alice.createsRoom("{\"preset\":\"private_chat\"}");
        alice.put(
                JOIN_RULES,
                "{\"join_rule\":\"restricted\"" + allow.replace("SPACE", space) + "}",
                inner);
        bob.joins(space);

        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
    }

    @Test
    void aRoomTakenOffTheListLetsNobodyInAnyMoreAndThoseInsideStay() {
        String inner = restricted("12", "restricted", space);
        bob.joins(space);
        bob.joins(inner);
        carol.joins(space);

        alice.put(JOIN_RULES, rules("restricted", room), inner);

        Refusal.FORBIDDEN.answersPost(carol, JOIN, "{}", inner);
        bob.sends(inner, "still here", "t1");
        bob.post(LEAVE, "{}", inner);
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
    }

    @Test
    void aRoomThatIsClosedLetsNobodyIntoAnother() {
        String inner = restricted("12", "restricted", space);
        bob.joins(space);
        closing.close(RoomId.parse(space), RoomClosing.Attachment.ANY, Duration.ofDays(1)).block();

        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
    }

    @Test
    void onlyAMemberOfTheSpaceIsOne() {
        String closed = alice.createsRoom("{\"preset\":\"private_chat\"}");
        String inner = restricted("12", "restricted", space, closed);
        bob.joins(space);
        bob.post(LEAVE, "{}", space);
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);

        alice.invites(closed, bob);
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
        alice.post("/rooms/{room}/ban", target(carol), space);
        Refusal.FORBIDDEN.answersPost(carol, JOIN, "{}", inner);
    }

    @Test
    void theInvitedNeedNobodyToAuthoriseThem() {
        String inner = restricted("12", "restricted", space);
        alice.invites(inner, bob);

        bob.joins(inner);

        assertThat(authoriser(bob, inner)).isEmpty();
        audit.check(inner);
    }

    @Test
    void whereNobodyWhoMayInviteIsLeftNobodyJoins() {
        String inner = restricted("11", "restricted", space);
        alice.put(POWER_LEVELS, "{\"users\":{\"" + alice.id() + "\":100},\"invite\":50}", inner);
        carol.joins(space);
        carol.joins(inner);
        bob.joins(space);

        alice.post(LEAVE, "{}", inner);

        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
        assertThat(error(bob, inner)).contains("authorise");
    }

    @Test
    void whereAnyMemberMayInviteOneOfThemAuthorisesButNoneWhoMayNot() {
        String inner = restricted("11", "restricted", space);
        carol.joins(space);
        carol.joins(inner);
        dave.joins(space);
        dave.joins(inner);
        alice.put(
                POWER_LEVELS,
                "{\"users\":{\"%s\":100,\"%s\":-1},\"invite\":0}".formatted(alice.id(), carol.id()),
                inner);
        bob.joins(space);

        alice.post(LEAVE, "{}", inner);
        bob.joins(inner);

        assertThat(authoriser(bob, inner)).contains(dave.id().value());
        audit.check(inner);
    }

    @Test
    void outsidersKnockOnAKnockRestrictedRoomAndMembersOfTheSpaceNeedNot() {
        String inner = restricted("12", "knock_restricted", space);
        carol.joins(space);
        carol.joins(inner);

        bob.post(KNOCK, "{}", inner);
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
        alice.invites(inner, bob);
        bob.joins(inner);
        assertThat(authoriser(bob, inner)).isEmpty();

        dave.post(KNOCK, "{}", inner);
        dave.joins(space);
        dave.joins(inner);
        assertThat(authoriser(dave, inner)).contains(alice.id().value());
        audit.check(inner);
    }

    @Test
    void nobodyKnocksOnARestrictedRoom() {
        String inner = restricted("12", "restricted", space);

        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", inner);
    }

    @Test
    void aClosedRoomARestrictedOneAndNoneAreRefusedInTheSameWords() {
        String unknown = error(bob, "!nowhere:test.local");

        assertThat(error(bob, restricted("12", "restricted", space))).isEqualTo(unknown);
        assertThat(error(bob, restricted("12", "knock_restricted", space))).isEqualTo(unknown);
        assertThat(error(bob, restricted("12", "knock", space))).isEqualTo(unknown);
        assertThat(error(bob, restricted("12", "invite", space))).isEqualTo(unknown);
    }

    @Test
    @DisplayName("R05: nobody names the member who authorises the own join")
    void r05_aForgedAuthoriserIsRefused() {
        String inner = restricted("12", "restricted", room);
        String forged =
                "{\"membership\":\"join\",\"%s\":\"%s\"}".formatted(AUTHORISED_VIA, alice.id());
        String member = "/rooms/{room}/state/m.room.member/{user}";

        Refusal.FORBIDDEN.answersPut(bob, member, forged, inner, bob.id());
        bob.call(
                        HttpMethod.POST,
                        "{\"%s\":\"%s\"}".formatted(AUTHORISED_VIA, alice.id()),
                        JOIN,
                        inner)
                .expectStatus()
                .isForbidden();
        Refusal.FORBIDDEN.answersPut(bob, "/rooms/{room}/send/m.room.member/t1", forged, inner);
        bob.joins(room);
        Refusal.FORBIDDEN.answersPut(bob, member, forged, inner, bob.id());
        bob.joins(inner);
        Refusal.FORBIDDEN.answersPut(
                bob, member, forged.replace("alice", "carol"), inner, bob.id());
        assertThat(authoriser(bob, inner)).contains(alice.id().value());
        audit.check(inner);
    }

    @Test
    @DisplayName("R05: a ban holds against the space, knocking, invitations and joins of others")
    void r05_aBanHolds() {
        String inner = restricted("12", "knock_restricted", space);
        bob.joins(space);
        bob.joins(inner);
        carol.joins(space);
        carol.joins(inner);
        alice.post("/rooms/{room}/ban", target(bob), inner);

        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
        Refusal.FORBIDDEN.answersPost(bob, KNOCK, "{}", inner);
        Refusal.FORBIDDEN.answersPost(bob, LEAVE, "{}", inner);
        Refusal.FORBIDDEN.answersPost(carol, "/rooms/{room}/invite", target(bob), inner);
        Refusal.FORBIDDEN.answersPost(alice, "/rooms/{room}/invite", target(bob), inner);
        Refusal.FORBIDDEN.answersPost(carol, "/rooms/{room}/unban", target(bob), inner);
        Refusal.FORBIDDEN.answersPut(
                carol,
                "/rooms/{room}/state/m.room.member/{user}",
                "{\"membership\":\"join\"}",
                inner,
                bob.id());
        assertThat(
                        alice.read("/rooms/{room}/state/m.room.member/{user}", inner, bob.id())
                                .string("membership"))
                .contains("ban");
        audit.check(inner);
    }

    private String restricted(String version, String rule, String... allowed) {
        return alice.createsRoom(
                "{\"preset\":\"private_chat\",\"room_version\":\""
                        + version
                        + "\",\"initial_state\":[{\"type\":\"m.room.join_rules\",\"content\":"
                        + rules(rule, allowed)
                        + "}]}");
    }

    private static String rules(String rule, String... allowed) {
        return Arrays.stream(allowed)
                .map(id -> "{\"type\":\"m.room_membership\",\"room_id\":\"" + id + "\"}")
                .collect(
                        Collectors.joining(
                                ",", "{\"join_rule\":\"" + rule + "\",\"allow\":[", "]}"));
    }

    private static String target(RoomCaller user) {
        return "{\"user_id\":\"" + user.id() + "\"}";
    }

    private static Optional<String> authoriser(RoomCaller user, String in) {
        return user.read("/rooms/{room}/state/m.room.member/{user}", in, user.id())
                .string(AUTHORISED_VIA);
    }

    private static String error(RoomCaller user, String room) {
        return new String(
                user.call(HttpMethod.POST, "{}", JOIN, room)
                        .expectStatus()
                        .isForbidden()
                        .expectBody()
                        .returnResult()
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
    }
}
