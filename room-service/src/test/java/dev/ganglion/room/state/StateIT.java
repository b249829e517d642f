package dev.ganglion.room.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.room.RoomOfAlice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

class StateIT extends RoomOfAlice {
    private static final String TOPIC = "/rooms/{room}/state/m.room.topic";
    private static final String LEVELS = "/rooms/{room}/state/m.room.power_levels";

    @Test
    void whatIsSetIsReadBackWithAndWithoutTheSlash() {
        alice.put(TOPIC, "{\"topic\":\"tea\"}", room);

        assertThat(alice.read(TOPIC, room)).isEqualTo(JsonObject.of("topic", "tea"));
        assertThat(alice.read(TOPIC + "/", room)).isEqualTo(JsonObject.of("topic", "tea"));
        JsonObject event = alice.read(TOPIC + "?format=event", room);
        assertThat(event.string("sender")).contains(alice.id().value());
        assertThat(event.string("room_id")).contains(room);
    }

    @Test
    void stateHasKeys() {
        alice.put("/rooms/{room}/state/org.example.note/one", "{\"n\":1}", room);
        alice.put("/rooms/{room}/state/org.example.note/two", "{\"n\":2}", room);

        assertThat(alice.read("/rooms/{room}/state/org.example.note/one", room).integer("n"))
                .contains(1L);
        Refusal.NOT_FOUND.answersGet(alice, "/rooms/{room}/state/org.example.note", room);
    }

    @Test
    void allOfTheStateIsOneEventForEachKey() {
        alice.put(TOPIC, "{\"topic\":\"one\"}", room);
        alice.put(TOPIC, "{\"topic\":\"two\"}", room);

        List<JsonObject> topics =
                all(alice)
                        .objects()
                        .filter(event -> event.string("type").orElseThrow().equals("m.room.topic"))
                        .toList();

        assertThat(topics).hasSize(1);
        assertThat(topics.getFirst().object("content")).contains(JsonObject.of("topic", "two"));
    }

    @Test
    void r07_aFormerMemberSeesTheStateOfWhenTheyLeft() {
        alice.put(TOPIC, "{\"topic\":\"before\"}", room);
        bob.joins(room);
        bob.post("/rooms/{room}/leave", "{}", room);
        alice.put(TOPIC, "{\"topic\":\"after\"}", room);

        assertThat(bob.read(TOPIC, room).string("topic")).contains("before");
        assertThat(all(bob).toString()).contains("before").doesNotContain("after");
    }

    @Test
    void strangersSeeNoState() {
        Refusal.FORBIDDEN.answersGet(bob, TOPIC, room);
        Refusal.FORBIDDEN.answersGet(bob, "/rooms/{room}/state", room);
        Refusal.FORBIDDEN.answersGet(alice, TOPIC, "!nowhere:test.local");
    }

    @Test
    void membersWithoutThePowerSetNoState() {
        bob.joins(room);

        Refusal.FORBIDDEN.answersPut(bob, TOPIC, "{\"topic\":\"mine\"}", room);
    }

    @Test
    void r04_nobodyRaisesTheirOwnLevel() {
        bob.joins(room);

        Refusal.FORBIDDEN.answersPut(bob, LEVELS, "{\"users\":{\"" + bob.id() + "\":100}}", room);
    }

    @Test
    void r04_aCreatorOfVersionTwelveIsNotNamedInPowerLevels() {
        alice.call(HttpMethod.PUT, "{\"users\":{\"" + alice.id() + "\":100}}", LEVELS, room)
                .expectStatus()
                .is4xxClientError();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ban\":\"50\"}",
                "{\"users\":{\"bob\":50}}",
                "{\"users\":[]}",
                "{\"events\":{\"m.room.name\":\"50\"}}",
            })
    void r04_levelsThatAreNoIntegersAreRefused(String levels) {
        alice.call(HttpMethod.PUT, levels, LEVELS, room).expectStatus().is4xxClientError();
    }

    @Test
    void r04_aStateKeyOfAnotherUserIsNotOnesOwn() {
        bob.joins(room);
        alice.put(LEVELS, "{\"state_default\":0}", room);

        Refusal.FORBIDDEN.answersPut(
                bob, "/rooms/{room}/state/org.example.x/{user}", "{}", room, alice.id());
        bob.put("/rooms/{room}/state/org.example.x/{user}", "{}", room, bob.id());
    }

    @Test
    void r02_theCreateEventIsNotRedacted() {
        String create =
                all(alice)
                        .objects()
                        .filter(event -> event.string("type").orElseThrow().equals("m.room.create"))
                        .findFirst()
                        .flatMap(event -> event.string("event_id"))
                        .orElseThrow();

        Refusal.FORBIDDEN.answersPut(alice, "/rooms/{room}/redact/{event}/t1", "{}", room, create);
    }

    @Test
    void r02_aRedactedMembershipStaysAMembership() {
        bob.joins(room);
        String join =
                bob.read("/rooms/{room}/state/m.room.member/{user}?format=event", room, bob.id())
                        .string("event_id")
                        .orElseThrow();

        alice.put("/rooms/{room}/redact/{event}/t1", "{}", room, join);

        assertThat(bob.read("/rooms/{room}/state/m.room.member/{user}", room, bob.id()))
                .isEqualTo(JsonObject.of("membership", "join"));
        assertThat(bob.sends(room, "still here", "t1")).startsWith("$");
    }

    @Test
    void r02_aRedactionSentAsAMessageNeedsTheSamePower() {
        String message = alice.sends(room, "stays", "t1");
        bob.joins(room);

        Refusal.FORBIDDEN.answersPut(
                bob,
                "/rooms/{room}/send/m.room.redaction/t1",
                "{\"redacts\":\"" + message + "\"}",
                room);

        assertThat(bob.read("/rooms/{room}/event/{event}", room, message).toString())
                .contains("stays");
    }

    @Test
    void r02_redactionsThatRedactEachOtherEnd() {
        String message = alice.sends(room, "hello", "t1");
        String redact = "/rooms/{room}/redact/{event}/{txn}";
        String first =
                alice.put(redact, "{}", room, message, "r1").string("event_id").orElseThrow();
        String second = alice.put(redact, "{}", room, first, "r2").string("event_id").orElseThrow();
        alice.put(redact, "{}", room, second, "r3");
        alice.put(redact, "{}", room, first, "r4");

        assertThat(alice.read("/rooms/{room}/messages?dir=b&limit=5", room).array("chunk"))
                .hasValueSatisfying(chunk -> assertThat(chunk.size()).isEqualTo(5));
    }

    static Stream<Arguments> longKeys() {
        String tooLong = "x".repeat(256);
        String tooLongInBytes = "€".repeat(86);
        return Stream.of(
                argumentSet("a type of 256 letters", tooLong, "x"),
                argumentSet("a type of 86 letters of three bytes", tooLongInBytes, "x"),
                argumentSet("a state key of 256 letters", "x", tooLong),
                argumentSet("a state key of 86 letters of three bytes", "x", tooLongInBytes));
    }

    @ParameterizedTest
    @MethodSource("longKeys")
    void r10_aLongTypeOrStateKeyIsRefusedBeforeTheRoomIsAsked(String type, String stateKey) {
        new Refusal(413, "M_TOO_LARGE")
                .answersPut(
                        alice,
                        "/rooms/{room}/state/{type}/{key}",
                        "{}",
                        "!nowhere:test.local",
                        type,
                        stateKey);
    }

    @Test
    void r10_aTypeAndAStateKeyOfTwoHundredAndFiftyFiveBytesAreTaken() {
        String longest = "x".repeat(255);

        alice.put("/rooms/{room}/state/{type}/{key}", "{}", room, longest, longest);
    }

    private JsonArray all(RoomCaller reader) {
        byte[] body =
                reader.get("/rooms/{room}/state", room)
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return (JsonArray) Json.parse(Objects.requireNonNull(body));
    }
}
