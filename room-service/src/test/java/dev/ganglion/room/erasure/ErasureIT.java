package dev.ganglion.room.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Who is shown what an erased user has said. Client-server API, "Account deactivation". */
class ErasureIT extends RoomOfErin {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v3/rooms/{room}/messages?dir=b&limit=100",
                "v3/rooms/{room}/messages?dir=f&limit=100",
                "v3/rooms/{room}/messages?dir=b&filter={\"lazy_load_members\":true}",
                "v3/rooms/{room}/context/{root}?limit=50",
                "v3/rooms/{room}/event/{root}",
                "v1/rooms/{room}/relations/{root}",
                "v1/rooms/{room}/relations/{root}/m.thread",
                "v1/rooms/{room}/threads",
                "v3/rooms/{room}/state",
                "v3/rooms/{room}/members",
                "v3/rooms/{room}/initialSync",
                "v1/room_summary/{room}",
                "v1/rooms/{room}/hierarchy"
            })
    void a18WhoCameBeforeReadsAllAndWhoComesLaterNothing(String path) {
        erases(erin);
        carol.joins(room);

        assertThat(read(bob, path)).contains(word);
        assertThat(read(carol, path)).doesNotContain(word).doesNotContain("redacted_because");
    }

    private String read(RoomCaller reader, String path) {
        String filter = "{\"lazy_load_members\":true}";
        String rest =
                path.substring(2)
                        .replace("{room}", room)
                        .replace("{root}", root)
                        .replace(filter, "{filter}");
        Object[] variables = rest.contains("{filter}") ? new Object[] {filter} : new Object[0];
        return text(
                path.startsWith("v1")
                        ? reader.getV1(rest, variables)
                        : reader.get(rest, variables));
    }

    private static String text(ResponseSpec response) {
        byte[] body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsHiddenStaysInItsPlaceWithItsSender() {
        erases(erin);
        carol.joins(room);

        JsonObject event = event(carol, root);

        assertThat(event.string("sender")).contains(erin.id().value());
        assertThat(event.string("type")).contains("m.room.message");
        assertThat(event.object("content")).contains(JsonObject.EMPTY);
        assertThat(event.object("unsigned").orElseThrow().has("redacted_because")).isFalse();
        assertThat(bundled(event, "m.replace")).isEqualTo(JsonObject.EMPTY);
        assertThat(bundled(event, "m.thread").integer("count")).contains(1L);
        assertThat(chunk(carol.readV1("/rooms/{room}/relations/{root}/m.thread", room, root)))
                .containsExactly(reply);
        assertThat(chunk(carol.readV1("/rooms/{room}/threads", room))).containsExactly(root);
    }

    @Test
    void a18WhoLeftBeforeAndComesAgainReadsAllOfIt() {
        bob.post("/rooms/{room}/leave", "{}", room);
        erases(erin);
        bob.joins(room);

        assertThat(event(bob, root).toString()).contains(word);
    }

    @Test
    void a18WhoNeverJoinedReadsNothingOfItThoughTheWorldMayReadTheRoom() {
        erin.put(
                "/rooms/{room}/state/m.room.history_visibility",
                "{\"history_visibility\":\"world_readable\"}",
                room);
        String said = erin.sends(room, word, "t1");
        assertThat(event(carol, said).toString()).contains(word);

        erases(erin);

        assertThat(event(carol, said).toString()).doesNotContain(word);
        assertThat(carol.read("/rooms/{room}/messages?dir=b&limit=100", room).toString())
                .doesNotContain(word);
        assertThat(event(bob, root).toString()).contains(word);
    }

    @Test
    void a18WhoWasInvitedBeforeAndJoinsAfterReadsNothingOfIt() {
        erin.invites(room, carol);
        erases(erin);
        carol.joins(room);

        assertThat(event(carol, root).toString()).doesNotContain(word);
    }

    @Test
    void a18WhatSomebodyElseReplacedIsNotQuotedEither() {
        erin.put(
                "/rooms/{room}/state/m.room.power_levels",
                "{\"users\":{\"%s\":100}}".formatted(bob.id()),
                room);
        String topic =
                bob.put("/rooms/{room}/state/m.room.topic", field("topic", "of Bob"), room)
                        .string("event_id")
                        .orElseThrow();
        erases(erin);
        carol.joins(room);

        assertThat(event(bob, topic).toString()).contains(word);
        assertThat(event(carol, topic).toString()).contains("of Bob").doesNotContain(word);
    }

    @Test
    void a18AFilterThatLooksIntoEventsTellsNothingOfThem() {
        erases(erin);
        carol.joins(room);

        assertThat(withUrls(bob)).containsExactly(root);
        assertThat(withUrls(carol)).isEmpty();
    }

    private List<String> withUrls(RoomCaller reader) {
        return chunk(
                reader.read(
                        "/rooms/{room}/messages?dir=b&limit=100&filter={filter}",
                        room,
                        "{\"contains_url\":true}"));
    }

    @Test
    void whoseEventsAreNotErasedIsReadByEverybody() {
        String ofBob = bob.sends(room, "of Bob " + word, "b1");
        erases(erin);
        carol.joins(room);

        assertThat(event(carol, ofBob).toString()).contains(word);
    }

    @Test
    void withoutAnErasureNothingIsHidden() {
        ends(erin.id(), false);
        carol.joins(room);

        assertThat(event(carol, root).toString()).contains(word);
    }

    @Test
    void anErasureThatIsToldAgainCountsFromTheFirstTime() {
        erases(erin);
        carol.joins(room);
        erases(erin);

        assertThat(event(carol, root).toString()).doesNotContain(word);
        assertThat(event(bob, root).toString()).contains(word);
    }

    @Test
    void anErasureMayFollowTheEndOfTheAccount() {
        ends(erin.id(), false);
        carol.joins(room);
        erases(erin);
        RoomCaller dave = new RoomCaller(web, tokens, "dave");
        dave.joins(room);

        assertThat(event(carol, root).toString()).contains(word);
        assertThat(event(dave, root).toString()).doesNotContain(word);
    }

    @Test
    void aRoomGoesOnAsItWas() {
        erases(erin);
        carol.joins(room);

        List<JsonObject> state =
                Json.parseObject("{\"state\":" + text(carol.get("/rooms/{room}/state", room)) + "}")
                        .array("state")
                        .orElseThrow()
                        .objects()
                        .toList();

        assertThat(content(state, "m.room.join_rules").string("join_rule")).contains("public");
        assertThat(content(state, "m.room.power_levels").has("users")).isTrue();
        assertThat(content(state, "m.room.guest_access").has("guest_access")).isTrue();
        assertThat(content(state, "m.room.name")).isEqualTo(JsonObject.EMPTY);
        assertThat(carol.read("/rooms/{room}/state/m.room.name", room)).isEqualTo(JsonObject.EMPTY);
        assertThat(bob.read("/rooms/{room}/state/m.room.name", room).string("name")).contains(word);
        assertThat(carol.sends(room, "welcome", "c1")).isNotEmpty();
    }

    private static JsonObject content(List<JsonObject> state, String type) {
        return state.stream()
                .filter(event -> event.string("type").orElseThrow().equals(type))
                .findFirst()
                .flatMap(event -> event.object("content"))
                .orElseThrow();
    }
}
