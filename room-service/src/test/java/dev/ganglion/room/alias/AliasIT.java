package dev.ganglion.room.alias;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.Collections;
import java.util.List;
import java.util.UUID;

class AliasIT extends RoomOfAlice {
    private static final String ALIAS = "/directory/room/{alias}";
    private static final String CANONICAL = "/rooms/{room}/state/m.room.canonical_alias";
    private static final Refusal BAD_ALIAS = new Refusal(400, "M_BAD_ALIAS");

    @Autowired private DatabaseClient database;

    private String alias;

    @BeforeEach
    void aNewName() {
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
    void r05_whoIsNotInTheRoomTakesNoAliasAwayWhateverTheirLevel() {
        alice.put(
                "/rooms/{room}/state/m.room.power_levels",
                "{\"users\":{},\"events\":{\"m.room.canonical_alias\":0}}",
                room);
        give(alice);

        Refusal.FORBIDDEN.answers(bob.call(HttpMethod.DELETE, "{}", ALIAS, alias));
        bob.joins(room);
        alice.post("/rooms/{room}/kick", "{\"user_id\":\"" + bob.id() + "\"}", room);
        Refusal.FORBIDDEN.answers(bob.call(HttpMethod.DELETE, "{}", ALIAS, alias));

        bob.joins(room);
        bob.call(HttpMethod.DELETE, "{}", ALIAS, alias).expectStatus().isOk();
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
        BAD_ALIAS.answersPut(alice, CANONICAL, content, room);

        give(alice);
        alice.put(CANONICAL, content, room);
    }

    @Test
    void otherAliasesHaveToLeadToTheRoomToo() {
        give(alice);
        String elsewhere = "#elsewhere-" + UUID.randomUUID() + ":test.local";

        BAD_ALIAS.answersPut(alice, CANONICAL, others(alias, elsewhere), room);

        alice.put(ALIAS, target(), elsewhere);
        alice.put(CANONICAL, others(alias, elsewhere, alias), room);
    }

    @Test
    void whatTheRoomIsCalledAlreadyIsNotJudgedAgain() {
        give(alice);
        alice.put(CANONICAL, others(alias), room);
        alice.call(HttpMethod.DELETE, "{}", ALIAS, alias).expectStatus().isOk();
        String added = "#added-" + UUID.randomUUID() + ":test.local";
        alice.put(ALIAS, target(), added);

        alice.put(CANONICAL, others(alias, added), room);
        alice.put(CANONICAL, "{\"alias\":\"" + alias + "\"}", room);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alias\":\"tea\"}",
                "{\"alias\":5}",
                "{\"alt_aliases\":[\"tea\"]}",
                "{\"alt_aliases\":[5]}",
                "{\"alt_aliases\":\"#tea:test.local\"}",
            })
    void aliasesThatAreNoneAreRefused(String content) {
        Refusal.INVALID_PARAM.answersPut(alice, CANONICAL, content, room);
    }

    @Test
    void aRoomNamesAtMostAHundredOtherAliases() {
        give(alice);
        String[] hundredAndOne = Collections.nCopies(101, alias).toArray(String[]::new);

        Refusal.INVALID_PARAM.answersPut(alice, CANONICAL, others(hundredAndOne), room);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"alias\":null}", "{\"alias\":\"\"}"})
    void aRoomMayHaveNoMainAlias(String content) {
        alice.put(CANONICAL, content, room);
    }

    @Test
    void outsidersDoNotLearnWhatTheRoomIsCalled() {
        Refusal.FORBIDDEN.answersPut(bob, CANONICAL, others(alias), room);
    }

    @Test
    void d10_aUserHasAtMostAThousandAliases() {
        RoomCaller collector =
                new RoomCaller(web, tokens, "collector-" + UUID.randomUUID().toString());
        collector.joins(room);
        ownAliases(collector, 999);

        collector.put(ALIAS, target(), alias);

        String oneMore = "more-" + UUID.randomUUID();
        Refusal.FORBIDDEN.answersPut(collector, ALIAS, target(), "#" + oneMore + ":test.local");
        Refusal.FORBIDDEN.answersPost(
                collector, "/createRoom", "{\"room_alias_name\":\"" + oneMore + "\"}");
        collector.call(HttpMethod.DELETE, "{}", ALIAS, alias).expectStatus().isOk();
        collector.createsRoom("{\"room_alias_name\":\"" + oneMore + "\"}");
    }

    private void ownAliases(RoomCaller owner, int count) {
        database.sql(
                        """
                        insert into rooms.alias (alias, room_nid, creator)
                        select '#' || gen_random_uuid() || ':test.local', room_nid, :creator
                        from rooms.room, generate_series(1, :count)
                        where room_id = :room
                        """)
                .bind("creator", owner.id().value())
                .bind("count", count)
                .bind("room", room)
                .then()
                .block();
    }

    private static String others(String... aliases) {
        return JsonObject.builder()
                .put("alt_aliases", JsonArray.ofStrings(List.of(aliases)))
                .build()
                .toString();
    }

    private void give(RoomCaller giver) {
        giver.put(ALIAS, target(), alias);
    }

    private String target() {
        return "{\"room_id\":\"" + room + "\"}";
    }
}
