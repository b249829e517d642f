package dev.ganglion.room.alias;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.UUID;

@GanglionTest
class AliasIT {
    private static final String ALIAS = "/directory/room/{alias}";

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;

    private RoomCaller alice;
    private RoomCaller bob;
    private String room;
    private String alias;

    @BeforeEach
    void aRoomOfAliceAndANewName() {
        alice = new RoomCaller(web, tokens, "alice");
        bob = new RoomCaller(web, tokens, "bob");
        room = alice.createsRoom("{\"preset\":\"public_chat\"}");
        alias = "#tea-" + UUID.randomUUID() + ":test.local";
    }

    @Test
    void anAliasLeadsToItsRoomForWhoeverAsks() {
        give(alice);

        web.get()
                .uri("/_matrix/client/v3" + ALIAS, alias)
                .headers(tokens.forNobody())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.room_id")
                .isEqualTo(room)
                .jsonPath("$.servers[0]")
                .isEqualTo("test.local");
    }

    @Test
    void aRoomIsJoinedByItsAlias() {
        give(alice);

        assertThat(bob.post("/join/{alias}", "{}", alias).string("room_id")).contains(room);
    }

    @Test
    void anAliasIsGivenOnce() {
        give(alice);

        new Refusal(409, "M_UNKNOWN").answersPut(alice, ALIAS, target(), alias);
    }

    @Test
    void outsidersNameNoRoom() {
        Refusal.FORBIDDEN.answersPut(bob, ALIAS, target(), alias);
        Refusal.FORBIDDEN.answersPut(alice, ALIAS, "{\"room_id\":\"!nowhere:test.local\"}", alias);
    }

    @Test
    void namesOfOtherServersAreNotOursToGive() {
        Refusal.INVALID_PARAM.answersPut(alice, ALIAS, target(), "#tea:example.org");
        Refusal.INVALID_PARAM.answersPut(alice, ALIAS, target(), "tea");
        Refusal.BAD_JSON.answersPut(alice, ALIAS, "{\"room_id\":\"tea\"}", alias);
    }

    @Test
    void anUnknownAliasIsNotFound() {
        Refusal.NOT_FOUND.answersGet(bob, ALIAS, alias);
        Refusal.NOT_FOUND.answers(bob.call(HttpMethod.DELETE, "{}", ALIAS, alias));
    }

    @Test
    void anAliasIsTakenAwayByWhoGaveItOrRunsTheRoom() {
        bob.joins(room);
        give(alice);
        Refusal.FORBIDDEN.answers(bob.call(HttpMethod.DELETE, "{}", ALIAS, alias));

        alice.call(HttpMethod.DELETE, "{}", ALIAS, alias).expectStatus().isOk();
        Refusal.NOT_FOUND.answersGet(bob, ALIAS, alias);

        give(bob);
        alice.call(HttpMethod.DELETE, "{}", ALIAS, alias).expectStatus().isOk();
        Refusal.NOT_FOUND.answersGet(bob, ALIAS, alias);
    }

    @Test
    void membersSeeAllNamesOfARoom() {
        give(alice);

        assertThat(
                        alice.read("/rooms/{room}/aliases", room)
                                .array("aliases")
                                .orElseThrow()
                                .strings())
                .containsExactly(alias);
        Refusal.FORBIDDEN.answersGet(bob, "/rooms/{room}/aliases", room);
    }

    @Test
    void aMainAliasHasToLeadToTheRoom() {
        String content = "{\"alias\":\"" + alias + "\"}";
        new Refusal(400, "M_BAD_ALIAS")
                .answersPut(alice, "/rooms/{room}/state/m.room.canonical_alias", content, room);

        give(alice);
        alice.put("/rooms/{room}/state/m.room.canonical_alias", content, room);
    }

    private void give(RoomCaller giver) {
        giver.put(ALIAS, target(), alias);
    }

    private String target() {
        return "{\"room_id\":\"" + room + "\"}";
    }
}
