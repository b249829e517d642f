package dev.ganglion.room.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.room.Refusal;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@GanglionTest
class ProfileIT {
    private static final String NAME = "/profile/{user}/displayname";
    private static final String AVATAR = "/profile/{user}/avatar_url";
    private static final String MEMBER = "/rooms/{room}/state/m.room.member/{user}";

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;

    private RoomCaller alice;
    private RoomCaller bob;

    @BeforeEach
    void peopleWhomNobodyKnows() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        alice = new RoomCaller(web, tokens, "alice-" + unique);
        bob = new RoomCaller(web, tokens, "bob-" + unique);
    }

    @Test
    void aProfileIsThereForWhoeverAsks() {
        alice.put(NAME, "{\"displayname\":\"Alice\"}", alice.id());
        alice.put(AVATAR, "{\"avatar_url\":\"mxc://test.local/cat\"}", alice.id());

        web.get()
                .uri("/_matrix/client/v3/profile/{user}", alice.id())
                .headers(tokens.forNobody())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"displayname\":\"Alice\",\"avatar_url\":\"mxc://test.local/cat\"}");
        assertThat(bob.read(NAME, alice.id())).isEqualTo(JsonObject.of("displayname", "Alice"));
    }

    @Test
    void fieldsOfOnesOwnAreKeptToo() {
        alice.put("/profile/{user}/m.tz", "{\"m.tz\":\"Europe/Berlin\"}", alice.id());
        alice.put(
                "/profile/{user}/org.example.mood",
                "{\"org.example.mood\":{\"level\":[1,true,null]}}",
                alice.id());

        assertThat(bob.read("/profile/{user}/org.example.mood", alice.id()))
                .hasToString("{\"org.example.mood\":{\"level\":[1,true,null]}}");
    }

    @Test
    void aFieldCanBeTakenAway() {
        alice.put(NAME, "{\"displayname\":\"Alice\"}", alice.id());
        alice.put(AVATAR, "{\"avatar_url\":\"mxc://test.local/cat\"}", alice.id());

        alice.call(HttpMethod.DELETE, "{}", NAME, alice.id()).expectStatus().isOk();

        Refusal.NOT_FOUND.answersGet(bob, NAME, alice.id());
    }

    @Test
    void nobodyChangesTheProfileOfAnother() {
        Refusal.FORBIDDEN.answersPut(bob, NAME, "{\"displayname\":\"Fool\"}", alice.id());
        Refusal.FORBIDDEN.answers(bob.call(HttpMethod.DELETE, "{}", NAME, alice.id()));
    }

    @Test
    void aNewNameReachesAllRooms() {
        String first = alice.createsRoom("{\"preset\":\"public_chat\"}");
        String second = alice.createsRoom("{\"preset\":\"private_chat\"}");

        alice.put(NAME, "{\"displayname\":\"Alice\"}", alice.id());

        for (String room : new String[] {first, second}) {
            await().untilAsserted(
                            () ->
                                    assertThat(alice.read(MEMBER, room, alice.id()))
                                            .isEqualTo(
                                                    JsonObject.builder()
                                                            .put("displayname", "Alice")
                                                            .put("membership", "join")
                                                            .build()));
        }
        assertThat(
                        alice.read("/rooms/{room}/joined_members", first)
                                .object("joined")
                                .flatMap(joined -> joined.object(alice.id().value()))
                                .flatMap(member -> member.string("display_name")))
                .contains("Alice");
    }

    @Test
    void aNameThatWasTakenAwayLeavesTheRoomsToo() {
        String room = alice.createsRoom("{}");
        alice.put(NAME, "{\"displayname\":\"Alice\"}", alice.id());
        alice.put(AVATAR, "{\"avatar_url\":\"mxc://test.local/cat\"}", alice.id());

        alice.call(HttpMethod.DELETE, "{}", NAME, alice.id()).expectStatus().isOk();

        await().untilAsserted(
                        () ->
                                assertThat(alice.read(MEMBER, room, alice.id()))
                                        .isEqualTo(
                                                JsonObject.builder()
                                                        .put("avatar_url", "mxc://test.local/cat")
                                                        .put("membership", "join")
                                                        .build()));
    }

    @Test
    void anEmptyFieldIsNone() {
        String room = alice.createsRoom("{\"preset\":\"public_chat\"}");
        alice.put("/profile/{user}/org.example.mood", "{\"org.example.mood\":\"\"}", alice.id());
        names("Alice");
        shows("mxc://test.local/cat");
        await().untilAsserted(
                        () ->
                                assertThat(alice.read(MEMBER, room, alice.id()).keys())
                                        .contains("displayname", "avatar_url"));

        names("");
        shows("");

        Refusal.NOT_FOUND.answersGet(bob, NAME, alice.id());
        Refusal.NOT_FOUND.answersGet(bob, AVATAR, alice.id());
        assertThat(bob.read("/profile/{user}", alice.id()))
                .isEqualTo(JsonObject.of("org.example.mood", ""));
        JsonObject nameless = JsonObject.of("membership", "join");
        await().untilAsserted(
                        () -> assertThat(alice.read(MEMBER, room, alice.id())).isEqualTo(nameless));
        assertThat(alice.read(MEMBER, alice.createsRoom("{}"), alice.id())).isEqualTo(nameless);
    }

    @Test
    void anAvatarChangesNoNameInTheRooms() {
        String room = alice.createsRoom("{}");
        alice.put(MEMBER, "{\"membership\":\"join\",\"displayname\":\"Host\"}", room, alice.id());

        alice.put(AVATAR, "{\"avatar_url\":\"mxc://test.local/cat\"}", alice.id());

        await().untilAsserted(
                        () ->
                                assertThat(alice.read(MEMBER, room, alice.id()))
                                        .isEqualTo(
                                                JsonObject.builder()
                                                        .put("avatar_url", "mxc://test.local/cat")
                                                        .put("displayname", "Host")
                                                        .put("membership", "join")
                                                        .build()));
    }

    @Test
    void changesAtTheSameTimeLeaveTheRoomsWithTheProfile() {
        List<String> rooms = Stream.generate(() -> alice.createsRoom("{}")).limit(3).toList();

        AtOnce.doAll(
                IntStream.range(0, 8)
                        .boxed()
                        .<Runnable>mapMulti(
                                (i, calls) -> {
                                    calls.accept(() -> names("Alice " + i));
                                    calls.accept(() -> shows("mxc://test.local/cat" + i));
                                })
                        .toList());

        JsonObject profile = alice.read("/profile/{user}", alice.id());
        assertThat(profile.keys()).containsExactlyInAnyOrder("displayname", "avatar_url");
        JsonObject member = profile.with("membership", new JsonString("join"));
        await().untilAsserted(
                        () ->
                                assertThat(rooms)
                                        .allSatisfy(
                                                room ->
                                                        assertThat(
                                                                        alice.read(
                                                                                MEMBER,
                                                                                room,
                                                                                alice.id()))
                                                                .isEqualTo(member)));
    }

    @Test
    void roomsThatWereLeftKeepTheNameOfThen() {
        String left = alice.createsRoom("{\"preset\":\"public_chat\"}");
        String stayedIn = alice.createsRoom("{\"preset\":\"public_chat\"}");
        bob.joins(left);
        bob.joins(stayedIn);
        bob.post("/rooms/{room}/leave", "{}", left);

        bob.put(NAME, "{\"displayname\":\"Robert\"}", bob.id());

        await().untilAsserted(
                        () ->
                                assertThat(
                                                alice.read(MEMBER, stayedIn, bob.id())
                                                        .string("displayname"))
                                        .contains("Robert"));
        assertThat(alice.read(MEMBER, left, bob.id()))
                .isEqualTo(JsonObject.of("membership", "leave"));
    }

    @Test
    void whoJoinsBringsTheProfileAlong() {
        bob.put(NAME, "{\"displayname\":\"Bob\"}", bob.id());
        String room = alice.createsRoom("{\"preset\":\"public_chat\"}");

        bob.joins(room);

        assertThat(alice.read(MEMBER, room, bob.id()).string("displayname")).contains("Bob");
    }

    @Test
    void valuesOfAnotherKindAreRefused() {
        refuses(NAME, "{\"displayname\":5}");
        refuses(AVATAR, "{\"avatar_url\":\"https://example.org/cat.png\"}");
        refuses(NAME, "{\"displayname\":\"" + "x".repeat(257) + "\"}");
        refuses(AVATAR, "{\"avatar_url\":\"mxc://test.local/" + "x".repeat(256) + "\"}");
        refuses(AVATAR, "{\"avatar_url\":\"mxc://" + "x".repeat(256) + "/cat\"}");
        Refusal.MISSING_PARAM.answersPut(alice, NAME, "{\"name\":\"Alice\"}", alice.id());
    }

    @Test
    void aFieldHasANameOfItsNamespace() {
        alice.put(NAME, "{\"displayname\":\"Alice\"}", alice.id());
        for (String name :
                List.of("mood", "Org.example.mood", "org..mood", "org.1", "m.tz.", "a b")) {
            Refusal.INVALID_PARAM.answersPut(
                    alice, "/profile/{user}/{field}", "{\"" + name + "\":1}", alice.id(), name);
            Refusal.INVALID_PARAM.answers(
                    alice.call(
                            HttpMethod.DELETE, "{}", "/profile/{user}/{field}", alice.id(), name));
            Refusal.NOT_FOUND.answersGet(alice, "/profile/{user}/{field}", alice.id(), name);
        }
        String tooLong = "org.example." + "x".repeat(244);
        new Refusal(400, "M_KEY_TOO_LARGE")
                .answersPut(
                        alice,
                        "/profile/{user}/{field}",
                        "{\"" + tooLong + "\":1}",
                        alice.id(),
                        tooLong);
    }

    @Test
    void aTimeZoneIsOneOfTheWorlds() {
        refuses("/profile/{user}/m.tz", "{\"m.tz\":1}");
        Refusal.INVALID_PARAM.answersPut(
                alice, "/profile/{user}/m.tz", "{\"m.tz\":\"Mars/Olympus\"}", alice.id());
    }

    @Test
    void aProfileStaysUnder64KiB() {
        String half = "\"" + "x".repeat(40_000) + "\"";
        alice.put("/profile/{user}/org.example.a", "{\"org.example.a\":" + half + "}", alice.id());

        new Refusal(400, "M_PROFILE_TOO_LARGE")
                .answersPut(
                        alice,
                        "/profile/{user}/org.example.b",
                        "{\"org.example.b\":" + half + "}",
                        alice.id());
    }

    @Test
    void fieldsPutAtTheSameTimeStayUnder64KiBTogether() {
        String value = "\"" + "x".repeat(20_000) + "\"";

        AtOnce.doAll(
                IntStream.range(0, 12)
                        .mapToObj(i -> "org.example.f" + i)
                        .<Runnable>map(field -> () -> puts(field, value))
                        .toList());

        assertThat(bob.read("/profile/{user}", alice.id()).keys()).hasSize(3);
    }

    private void names(String name) {
        alice.put(NAME, "{\"displayname\":\"" + name + "\"}", alice.id());
    }

    private void shows(String avatar) {
        alice.put(AVATAR, "{\"avatar_url\":\"" + avatar + "\"}", alice.id());
    }

    private void puts(String field, String value) {
        alice.call(
                HttpMethod.PUT,
                "{\"" + field + "\":" + value + "}",
                "/profile/{user}/{field}",
                alice.id(),
                field);
    }

    private void refuses(String path, String body) {
        alice.call(HttpMethod.PUT, body, path, alice.id()).expectStatus().isBadRequest();
    }
}
