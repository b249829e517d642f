package dev.ganglion.room.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

class SummaryIT extends RoomOfAlice {
    private static final String STABLE = "/_matrix/client/v1/room_summary/{room}";
    private static final String LEAVE = "/rooms/{room}/leave";
    private static final String PRIVATE = "{\"preset\":\"private_chat\"}";

    @Test
    void aSummaryHoldsAllThatARoomShows() {
        String full =
                alice.createsRoom(
                        """
                        {"preset":"private_chat","name":"Full","topic":"All of it",
                         "room_alias_name":"%1$s","room_version":"10",
                         "creation_content":{"type":"m.space"},
                         "initial_state":[
                           {"type":"m.room.avatar","content":{"url":"mxc://test.local/full"}},
                           {"type":"m.room.guest_access","content":{"guest_access":"forbidden"}},
                           {"type":"m.room.join_rules","content":{"join_rule":"restricted","allow":[
                             {"type":"m.room_membership","room_id":"!other:test.local"},
                             {"type":"m.room_membership","room_id":"%2$s"},
                             {"type":"org.example.other","room_id":"!nothing:test.local"}]}},
                           {"type":"m.room.encryption","content":{"algorithm":"m.megolm.v1.aes-sha2"}}]}
                        """
                                .formatted(word, room));
        bob.joins(room);
        bob.joins(full);

        JsonObject found = summary(bob, full);

        assertThat(found.string("room_id")).contains(full);
        assertThat(found.string("name")).contains("Full");
        assertThat(found.string("topic")).contains("All of it");
        assertThat(found.string("canonical_alias")).contains("#" + word + ":test.local");
        assertThat(found.string("avatar_url")).contains("mxc://test.local/full");
        assertThat(found.string("join_rule")).contains("restricted");
        assertThat(found.array("allowed_room_ids").orElseThrow().strings())
                .containsExactlyInAnyOrder("!other:test.local", room);
        assertThat(found.string("room_type")).contains("m.space");
        assertThat(found.string("room_version")).contains("10");
        assertThat(found.string("encryption")).contains("m.megolm.v1.aes-sha2");
        assertThat(found.integer("num_joined_members")).contains(2L);
        assertThat(found.bool("guest_can_join")).contains(false);
        assertThat(found.bool("world_readable")).contains(false);
        assertThat(found.string("membership")).contains("join");
    }

    @Test
    void whatARoomDoesNotHaveIsLeftOut() {
        assertThat(summary(alice, room).keys())
                .containsExactlyInAnyOrder(
                        "room_id",
                        "num_joined_members",
                        "world_readable",
                        "guest_can_join",
                        "join_rule",
                        "room_version",
                        "membership");
    }

    @Test
    void anAliasLeadsToTheSummaryAndViaIsTaken() {
        String named =
                alice.createsRoom(
                        "{\"preset\":\"public_chat\",\"room_alias_name\":\"" + word + "\"}");

        JsonObject found =
                body(
                        ask(
                                STABLE + "?via=example.org&via=test.local",
                                tokens.forUser(bob.id()),
                                "#" + word + ":test.local"));

        assertThat(found.string("room_id")).contains(named);
    }

    @Test
    void anOpenRoomShowsItselfToAnybodyWithoutAMembership() {
        for (String rule : List.of("public", "knock", "knock_restricted")) {
            String open = withState("m.room.join_rules", "{\"join_rule\":\"" + rule + "\"}");

            JsonObject found = body(ask(STABLE, tokens.forNobody(), open));

            assertThat(found.string("join_rule")).contains(rule);
            assertThat(found.has("membership")).isFalse();
            assertThat(summary(bob, open).string("membership")).contains("leave");
        }
        String read =
                withState(
                        "m.room.history_visibility", "{\"history_visibility\":\"world_readable\"}");
        assertThat(body(ask(STABLE, tokens.forNobody(), read)).bool("world_readable"))
                .contains(true);
    }

    @Test
    void theReadersMembershipIsTold() {
        String door = withState("m.room.join_rules", "{\"join_rule\":\"knock\"}");
        bob.post("/knock/{room}", "{}", door);
        assertThat(summary(bob, door).string("membership")).contains("knock");

        alice.invites(door, bob);
        assertThat(summary(bob, door).string("membership")).contains("invite");

        alice.post("/rooms/{room}/ban", "{\"user_id\":\"" + bob.id() + "\"}", door);
        assertThat(summary(bob, door).string("membership")).contains("ban");
    }

    @Test
    @DisplayName("R07: a summary is for members, the invited and those who may join or read")
    void r07_hiddenRoomsAreNotFoundInTheWordsOfUnknownOnes() {
        RoomCaller carol = new RoomCaller(web, tokens, "carol");
        String closed =
                alice.createsRoom(
                        "{\"preset\":\"private_chat\",\"room_alias_name\":\"" + word + "\"}");
        String unknown = refusal(tokens.forUser(bob.id()), "!nowhere:test.local");

        assertThat(refusal(tokens.forUser(bob.id()), closed)).isEqualTo(unknown);
        assertThat(refusal(tokens.forNobody(), closed)).isEqualTo(unknown);
        assertThat(refusal(tokens.forUser(bob.id()), "#" + word + ":test.local"))
                .isEqualTo(unknown);
        assertThat(refusal(tokens.forNobody(), "#nowhere:test.local")).isEqualTo(unknown);

        alice.invites(closed, bob);
        assertThat(summary(bob, closed).string("membership")).contains("invite");
        bob.joins(closed);
        bob.post(LEAVE, "{}", closed);
        assertThat(refusal(tokens.forUser(bob.id()), closed)).isEqualTo(unknown);
        alice.invites(closed, carol);
        carol.post(LEAVE, "{}", closed);
        assertThat(refusal(tokens.forUser(carol.id()), closed)).isEqualTo(unknown);
        alice.post("/rooms/{room}/ban", "{\"user_id\":\"" + bob.id() + "\"}", closed);
        assertThat(refusal(tokens.forUser(bob.id()), closed)).isEqualTo(unknown);
    }

    @Test
    void aRestrictedRoomShowsItselfToMembersOfTheRoomsItNames() {
        String inner =
                withState(
                        "m.room.join_rules",
                        "{\"join_rule\":\"restricted\",\"allow\":[{\"type\":\"m.room_membership\",\"room_id\":\""
                                + room
                                + "\"}]}");
        Refusal.NOT_FOUND.answers(ask(STABLE, tokens.forUser(bob.id()), inner));
        Refusal.NOT_FOUND.answers(ask(STABLE, tokens.forNobody(), inner));

        bob.joins(room);

        assertThat(summary(bob, inner).string("membership")).contains("leave");
    }

    @Test
    void aKnockIsNoKeyOnceTheDoorIsClosed() {
        String door = withState("m.room.join_rules", "{\"join_rule\":\"knock\"}");
        bob.post("/knock/{room}", "{}", door);

        alice.put("/rooms/{room}/state/m.room.join_rules/", "{\"join_rule\":\"invite\"}", door);

        Refusal.NOT_FOUND.answers(ask(STABLE, tokens.forUser(bob.id()), door));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/unstable/im.nheko.summary/summary/{room}",
                "/_matrix/client/unstable/im.nheko.summary/rooms/{room}/summary"
            })
    void olderClientsFindTheSummaryWhereTheyLookForIt(String path) {
        JsonObject found = body(ask(path, tokens.forNobody(), room));

        assertThat(found.string("room_id")).contains(room);
        assertThat(found.string("im.nheko.summary.room_version"))
                .isEqualTo(found.string("room_version"));
        assertThat(found.has("im.nheko.summary.encryption")).isFalse();
        Refusal.NOT_FOUND.answers(ask(path, tokens.forNobody(), alice.createsRoom(PRIVATE)));
        String encrypted =
                withState("m.room.encryption", "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}");
        assertThat(body(ask(path, tokens.forUser(alice.id()), encrypted)))
                .satisfies(
                        json ->
                                assertThat(json.string("im.nheko.summary.encryption"))
                                        .contains("m.megolm.v1.aes-sha2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "!", "#noserver", "@bob:test.local"})
    void whatIsNeitherARoomNorAnAliasIsRefused(String neither) {
        Refusal.INVALID_PARAM.answers(ask(STABLE, tokens.forNobody(), neither));
    }

    @Test
    void aTopicIsShownAsPlainText() {
        String described =
                withState(
                        "m.room.topic",
                        """
                        {"topic":"old","m.topic":{"m.text":[
                          {"mimetype":"text/html","body":"<b>new</b>"},{"body":"new"}]}}
                        """);
        assertThat(summary(alice, described).string("topic")).contains("new");

        alice.put(
                "/rooms/{room}/state/m.room.topic/",
                "{\"topic\":\"\",\"m.topic\":{\"m.text\":[{\"mimetype\":\"text/html\",\"body\":\"x\"}]}}",
                described);
        assertThat(summary(alice, described).has("topic")).isFalse();
    }

    @Test
    void stateOfAnotherShapeIsPassedOver() {
        String odd = withState("m.room.name", "{\"name\":[1]}");
        alice.put("/rooms/{room}/state/m.room.topic/", "{\"m.topic\":[],\"topic\":1}", odd);
        alice.put(
                "/rooms/{room}/state/m.room.join_rules/",
                "{\"join_rule\":\"restricted\",\"allow\":[1,{},{\"type\":\"m.room_membership\"}]}",
                odd);

        JsonObject found = summary(alice, odd);

        assertThat(found.has("name")).isFalse();
        assertThat(found.has("topic")).isFalse();
        assertThat(found.array("allowed_room_ids")).contains(JsonArray.EMPTY);
    }

    private String withState(String type, String content) {
        return alice.createsRoom(
                "{\"preset\":\"private_chat\",\"initial_state\":[{\"type\":\""
                        + type
                        + "\",\"content\":"
                        + content
                        + "}]}");
    }

    private JsonObject summary(RoomCaller reader, String of) {
        return body(ask(STABLE, tokens.forUser(reader.id()), of));
    }

    private ResponseSpec ask(String path, Consumer<HttpHeaders> caller, String of) {
        return web.get().uri(path, of).headers(caller).exchange();
    }

    private String refusal(Consumer<HttpHeaders> caller, String of) {
        byte[] body =
                ask(STABLE, caller, of)
                        .expectStatus()
                        .isNotFound()
                        .expectBody()
                        .jsonPath("$.errcode")
                        .isEqualTo("M_NOT_FOUND")
                        .returnResult()
                        .getResponseBodyContent();
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
    }

    private static JsonObject body(ResponseSpec response) {
        byte[] body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return Json.parseObject(Objects.requireNonNull(body));
    }
}
