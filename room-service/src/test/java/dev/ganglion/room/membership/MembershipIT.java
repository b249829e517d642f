package dev.ganglion.room.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.Objects;

@GanglionTest
class MembershipIT {
    private static final String JOIN = "/rooms/{room}/join";

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;

    private RoomCaller alice;
    private RoomCaller bob;
    private RoomCaller carol;
    private String open;
    private String closed;

    @BeforeEach
    void anOpenAndAClosedRoomOfAlice() {
        alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(web, tokens, "bob");
        carol = new RoomCaller(web, tokens, "carol");
        open = alice.createsRoom("{\"preset\":\"public_chat\"}");
        closed = alice.createsRoom("{\"preset\":\"private_chat\",\"name\":\"Tea\"}");
    }

    @Test
    void anybodyJoinsAPublicRoom() {
        assertThat(bob.post(JOIN, "{}", open).string("room_id")).contains(open);

        assertThat(membership(open, bob)).isEqualTo("join");
    }

    @Test
    void joiningTwiceChangesNothing() {
        bob.joins(open);
        long before = events(open);

        bob.joins(open);

        assertThat(events(open)).isEqualTo(before);
    }

    @Test
    void aPrivateRoomTakesTheInvitedOnly() {
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", closed);

        alice.invites(closed, bob);
        bob.joins(closed);

        assertThat(membership(closed, bob)).isEqualTo("join");
    }

    @Test
    void anInvitationShowsStrippedStateOfTheRoom() {
        alice.invites(closed, bob);

        assertThat(strippedState(closed, bob))
                .contains("\"Tea\"", "m.room.create", "m.room.join_rules")
                .contains("\"state_key\":\"" + bob.id() + "\"")
                .contains("\"state_key\":\"" + alice.id() + "\"")
                .doesNotContain("hashes", "event_id");
    }

    @Test
    void anInvitationCanBeTurnedDown() {
        alice.invites(closed, bob);

        bob.post("/rooms/{room}/leave", "{\"reason\":\"busy\"}", closed);

        assertThat(membership(closed, bob)).isEqualTo("leave");
        assertThat(strippedState(closed, bob)).isEqualTo("none");
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", closed);
    }

    @Test
    void whoIsInsideOrBannedIsNotInvited() {
        bob.joins(open);
        Refusal.FORBIDDEN.answersPost(alice, "/rooms/{room}/invite", target(bob), open);

        ban(carol);
        Refusal.FORBIDDEN.answersPost(alice, "/rooms/{room}/invite", target(carol), open);
    }

    @Test
    void usersOfOtherServersCannotBeInvited() {
        Refusal.FORBIDDEN.answersPost(
                alice, "/rooms/{room}/invite", "{\"user_id\":\"@eve:example.org\"}", closed);
    }

    @Test
    void outsidersInviteNobody() {
        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/invite", target(carol), closed);
    }

    @Test
    void leavingEndsTheMembershipAndLeavingAgainIsRefused() {
        bob.joins(open);

        bob.post("/rooms/{room}/leave", "", open);

        assertThat(membership(open, bob)).isEqualTo("leave");
        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/leave", "{}", closed);
    }

    @Test
    void aModeratorKicksAndTheKickedMayComeBack() {
        bob.joins(open);
        carol.joins(open);
        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/kick", target(carol), open);

        alice.post("/rooms/{room}/kick", target(bob), open);

        assertThat(membership(open, bob)).isEqualTo("leave");
        bob.joins(open);
        assertThat(membership(open, bob)).isEqualTo("join");
    }

    @Test
    void whoIsNotInsideCannotBeKicked() {
        Refusal.FORBIDDEN.answersPost(alice, "/rooms/{room}/kick", target(bob), open);
    }

    @Test
    void theBannedStayOutUntilTheyAreUnbanned() {
        ban(bob);
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", open);
        Refusal.FORBIDDEN.answersPost(bob, "/knock/{room}", "{}", open);
        Refusal.FORBIDDEN.answersPost(bob, "/rooms/{room}/leave", "{}", open);

        alice.post("/rooms/{room}/unban", target(bob), open);
        bob.joins(open);

        assertThat(membership(open, bob)).isEqualTo("join");
    }

    @Test
    void onlyTheBannedAreUnbanned() {
        bob.joins(open);

        Refusal.FORBIDDEN.answersPost(alice, "/rooms/{room}/unban", target(bob), open);
        assertThat(membership(open, bob)).isEqualTo("join");
    }

    @Test
    void aRoomThatWasLeftCanBeForgotten() {
        bob.joins(open);
        new Refusal(400, "M_UNKNOWN").answersPost(bob, "/rooms/{room}/forget", "{}", open);

        bob.post("/rooms/{room}/leave", "{}", open);
        bob.post("/rooms/{room}/forget", "{}", open);

        assertThat(column("m.is_forgotten::text", open, bob)).isEqualTo("true");
        bob.joins(open);
        assertThat(column("m.is_forgotten::text", open, bob)).isEqualTo("false");
    }

    @Test
    void whereKnockingIsTheRuleOneKnocksAndIsLetIn() {
        String door = withJoinRule("{\"join_rule\":\"knock\"}");
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", door);

        assertThat(bob.post("/knock/{room}", "{\"reason\":\"tea?\"}", door).string("room_id"))
                .contains(door);

        assertThat(membership(door, bob)).isEqualTo("knock");
        assertThat(strippedState(door, bob)).contains("m.room.create");
        alice.invites(door, bob);
        bob.joins(door);
        assertThat(membership(door, bob)).isEqualTo("join");
    }

    @Test
    void whereItIsNotTheRuleNobodyKnocks() {
        Refusal.FORBIDDEN.answersPost(bob, "/knock/{room}", "{}", closed);
    }

    @Test
    void aRestrictedRoomTakesTheMembersOfAnother() {
        String inner = withJoinRule(restrictedTo(open));
        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);

        bob.joins(open);
        bob.joins(inner);

        assertThat(membership(inner, bob)).isEqualTo("join");
        assertThat(
                        bob.read(
                                        "/rooms/{room}/state/m.room.member/{user}",
                                        inner,
                                        bob.id().value())
                                .string("join_authorised_via_users_server"))
                .contains(alice.id().value());
    }

    @Test
    void r05_aBanHoldsAgainstKnockingAndRestrictedJoining() {
        String inner = withJoinRule(restrictedTo(open).replace("restricted", "knock_restricted"));
        bob.joins(open);
        alice.post("/rooms/{room}/ban", target(bob), inner);

        Refusal.FORBIDDEN.answersPost(bob, JOIN, "{}", inner);
        Refusal.FORBIDDEN.answersPost(bob, "/knock/{room}", "{}", inner);
    }

    @Test
    void r05_nobodyJoinsInAnothersName() {
        String member = "/rooms/{room}/state/m.room.member/{user}";
        Refusal.FORBIDDEN.answersPut(
                alice, member, "{\"membership\":\"join\"}", open, bob.id().value());

        String inner = withJoinRule(restrictedTo(closed));
        Refusal.FORBIDDEN.answersPut(
                bob,
                member,
                "{\"membership\":\"join\",\"join_authorised_via_users_server\":\""
                        + alice.id()
                        + "\"}",
                inner,
                bob.id().value());
    }

    @Test
    void roomsThatDoNotExistAreRefused() {
        bob.call(HttpMethod.POST, "{}", "/join/{room}", "!nowhere:test.local")
                .expectStatus()
                .is4xxClientError();
        Refusal.NOT_FOUND.answersPost(bob, "/join/{room}", "{}", "#nowhere:test.local");
        Refusal.INVALID_PARAM.answersPost(bob, "/join/{room}", "{}", "nonsense");
    }

    private void ban(RoomCaller user) {
        alice.post("/rooms/{room}/ban", target(user), open);
    }

    private String withJoinRule(String content) {
        return alice.createsRoom(
                "{\"initial_state\":[{\"type\":\"m.room.join_rules\",\"state_key\":\"\",\"content\":"
                        + content
                        + "}]}");
    }

    private static String restrictedTo(String room) {
        return "{\"join_rule\":\"restricted\",\"allow\":[{\"type\":\"m.room_membership\",\"room_id\":\""
                + room
                + "\"}]}";
    }

    private static String target(RoomCaller user) {
        return "{\"user_id\":\"" + user.id() + "\"}";
    }

    private String membership(String room, RoomCaller user) {
        return column("m.membership", room, user);
    }

    private String strippedState(String room, RoomCaller user) {
        return column(
                """
                coalesce((select convert_from(i.stripped_state, 'UTF8')
                          from rooms.invite_state i
                          where i.room_nid = m.room_nid and i.user_id = m.user_id), 'none')
                """,
                room,
                user);
    }

    private String column(String expression, String room, RoomCaller user) {
        return Objects.requireNonNull(
                database.sql(
                                "select "
                                        + expression
                                        + """
                                         as found
                                        from rooms.room_member m
                                        join rooms.room r on r.room_nid = m.room_nid
                                        where r.room_id = :room and m.user_id = :user
                                        """)
                        .bind("room", room)
                        .bind("user", user.id().value())
                        .map(row -> Objects.requireNonNull(row.get("found", String.class)))
                        .one()
                        .block());
    }

    private long events(String room) {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select count(*) as found
                                from rooms.event e
                                join rooms.room r on r.room_nid = e.room_nid
                                where r.room_id = :room
                                """)
                        .bind("room", room)
                        .map(row -> Objects.requireNonNull(row.get("found", Long.class)))
                        .one()
                        .block());
    }
}
