package dev.ganglion.room.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.nio.charset.StandardCharsets;

/** Who sees which rooms of a space. */
class HierarchyVisibilityIT extends SpaceOfAlice {
    private static final String LEAVE = "/rooms/{room}/leave";
    private static final String PRIVATE = "{\"preset\":\"private_chat\"}";

    private RoomCaller carol;

    @BeforeEach
    void carolHasNothingToDoWithIt() {
        carol = new RoomCaller(web, tokens, "carol");
    }

    @Test
    @DisplayName("R07: rooms of a space are seen by those who may join, knock or read them")
    void r07_roomsAreSeenByThoseWhoMayJoinKnockOrReadThem() {
        String closed = child(alice.createsRoom(PRIVATE));
        String knock = child(newRoomWithRules("\"join_rule\":\"knock\""));
        String worldReadable =
                child(
                        alice.createsRoom(
                                """
                                {"preset":"private_chat","initial_state":[
                                  {"type":"m.room.history_visibility",
                                   "content":{"history_visibility":"world_readable"}}]}
                                """));
        String restricted = child(newRoomWithRules(restrictedTo(space)));
        String both = child(newRoomWithRules(restrictedTo(space).replace("restr", "knock_restr")));
        String unknownRule = child(newRoomWithRules("\"join_rule\":\"friends\""));

        assertThat(ids(bob, space)).containsExactly(space, room, knock, worldReadable, both);
        bob.joins(space);
        assertThat(ids(bob, space))
                .containsExactly(space, room, knock, worldReadable, restricted, both);
        bob.post(LEAVE, "{}", space);
        assertThat(ids(bob, space)).containsExactly(space, room, knock, worldReadable, both);
        assertThat(ids(alice, space)).hasSize(8).contains(closed, unknownRule);
    }

    @Test
    @DisplayName("R07: an invitation shows a room, turning it down hides it, a stay does not last")
    void r07_invitedSeeAndFormerMembersDoNot() {
        String closed = child(alice.createsRoom(PRIVATE));
        alice.invites(closed, bob);
        assertThat(ids(bob, space)).containsExactly(space, room, closed);

        bob.joins(closed);
        assertThat(ids(bob, space)).contains(closed);
        bob.post(LEAVE, "{}", closed);
        assertThat(ids(bob, space)).containsExactly(space, room);

        alice.invites(closed, carol);
        carol.post(LEAVE, "{}", closed);
        assertThat(ids(carol, space)).containsExactly(space, room);
    }

    @Test
    void rulesThatARoomsVersionDoesNotKnowLetNobodySee() {
        child(versioned("6", "\"join_rule\":\"knock\""));
        child(versioned("7", restrictedTo(room)));
        child(versioned("9", restrictedTo(room).replace("restr", "knock_restr")));
        String known = child(versioned("8", restrictedTo(room)));
        bob.joins(room);

        assertThat(ids(bob, space)).containsExactly(space, room, known);
    }

    @Test
    void theBannedSeeARoomOnlyWhereTheWorldMayRead() {
        String open = newRoom("open");
        child(open);
        ban(bob, open);
        assertThat(ids(bob, space)).containsExactly(space, room);

        alice.put(
                "/rooms/{room}/state/m.room.history_visibility/",
                "{\"history_visibility\":\"world_readable\"}",
                open);
        assertThat(ids(bob, space)).containsExactly(space, room, open);
    }

    @Test
    @DisplayName("R07: a space that is hidden is refused in the words of one that does not exist")
    void r07_aHiddenSpaceIsRefusedInTheWordsOfAnUnknownOne() {
        String closed = newSpace("private_chat");
        String unknown = refusal(bob, "!nowhere:test.local");

        assertThat(refusal(bob, closed)).isEqualTo(unknown);
        alice.invites(closed, bob);
        assertThat(ids(bob, closed)).containsExactly(closed);
        bob.joins(closed);
        bob.post(LEAVE, "{}", closed);
        assertThat(refusal(bob, closed)).isEqualTo(unknown);
        ban(bob, space);
        assertThat(refusal(bob, space)).isEqualTo(unknown);
    }

    @Test
    @DisplayName("R07: a space that gets out of sight between two pages shows no more")
    void r07_aSpaceThatGetsOutOfSightBetweenTwoPagesShowsNoMore() {
        String inner = newSpace("private_chat");
        addChild(space, inner, VIA + ",\"order\":\"a\"");
        newChild(inner, "first");
        newChild(inner, "second");
        alice.invites(inner, bob);
        bob.joins(inner);
        JsonObject page = page(bob, space, "?limit=3");
        assertThat(ids(page)).hasSize(3).startsWith(space, inner);

        bob.post(LEAVE, "{}", inner);
        String from = "?limit=3&from=" + page.string("next_batch").orElseThrow();
        assertThat(ids(page(bob, space, from))).containsExactly(room);

        ban(bob, space);
        Refusal.FORBIDDEN.answers(ask(bob, space, from));
    }

    @Test
    void aSpaceIsNotForThoseWithoutAnAccount() {
        web.get()
                .uri("/_matrix/client/v1/rooms/{room}/hierarchy", space)
                .headers(tokens.forNobody())
                .exchange()
                .expectStatus()
                .isUnauthorized();
        Refusal.INVALID_PARAM.answers(ask(alice, "nonsense", ""));
    }

    private String child(String child) {
        addChild(space, child, VIA);
        return child;
    }

    private String versioned(String version, String rules) {
        return alice.createsRoom(
                "{\"preset\":\"private_chat\",\"room_version\":\""
                        + version
                        + "\",\"initial_state\":[{\"type\":\"m.room.join_rules\",\"content\":{"
                        + rules
                        + "}}]}");
    }

    private static String restrictedTo(String allowed) {
        return "\"join_rule\":\"restricted\",\"allow\":[{\"type\":\"m.room_membership\",\"room_id\":\""
                + allowed
                + "\"}]";
    }

    private void ban(RoomCaller user, String from) {
        alice.call(
                        HttpMethod.POST,
                        "{\"user_id\":\"" + user.id() + "\"}",
                        "/rooms/{room}/ban",
                        from)
                .expectStatus()
                .isOk();
    }

    private String refusal(RoomCaller caller, String of) {
        return new String(
                ask(caller, of, "")
                        .expectStatus()
                        .isForbidden()
                        .expectBody()
                        .jsonPath("$.errcode")
                        .isEqualTo("M_FORBIDDEN")
                        .returnResult()
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
    }
}
