package dev.ganglion.room.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.Refused;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Throws at every operation with a body what no client should send: always a 4xx in Matrix form,
 * and nothing stored.
 */
@GanglionTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String PREFIX = "/_matrix/client/v3";
    private static final List<String> POST =
            List.of(
                    "/createRoom",
                    "/publicRooms",
                    "/join/{room}",
                    "/knock/{room}",
                    "/rooms/{room}/join",
                    "/rooms/{room}/leave",
                    "/rooms/{room}/invite",
                    "/rooms/{room}/kick",
                    "/rooms/{room}/ban",
                    "/rooms/{room}/unban",
                    "/rooms/{room}/upgrade");
    private static final List<String> PUT =
            List.of(
                    "/rooms/{room}/send/m.room.message/bad",
                    "/rooms/{room}/state/m.room.topic",
                    "/rooms/{room}/state/m.room.topic/key",
                    "/rooms/{room}/send/m.room.message/bad?org.matrix.msc4140.delay=1",
                    "/rooms/{room}/state/m.room.topic/key?org.matrix.msc4140.delay=1",
                    "/rooms/{room}/redact/{event}/bad",
                    "/directory/room/{alias}",
                    "/directory/list/room/{room}",
                    "/profile/{user}/displayname");
    private static final List<String> GET =
            List.of(
                    "/rooms/{room}/messages?dir=b",
                    "/rooms/{room}/event/{event}",
                    "/rooms/{room}/context/{event}",
                    "/rooms/{room}/members",
                    "/rooms/{room}/joined_members",
                    "/rooms/{room}/state",
                    "/rooms/{room}/state/m.room.topic",
                    "/rooms/{room}/aliases");

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @Autowired private DatabaseClient database;

    private RoomCaller alice;
    private String room;

    @BeforeAll
    void aRoomOfAlice() {
        alice = new RoomCaller(web, tokens, "alice");
        room = alice.createsRoom("{\"preset\":\"public_chat\"}");
    }

    static Stream<Arguments> operations() {
        return Stream.concat(
                POST.stream().map(path -> Arguments.of(HttpMethod.POST, path)),
                PUT.stream().map(path -> Arguments.of(HttpMethod.PUT, path)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void d01_bodiesThatMeanNothingAreRefusedAndStoreNothing(HttpMethod method, String path) {
        String before = contents();

        bodies().forEach((name, body) -> refuses(method, path, name, body));

        assertThat(contents()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withoutAUserNothingIsDone(HttpMethod method, String path) {
        web.method(method)
                .uri(PREFIX + path, variables(room))
                .headers(tokens.forNobody())
                .bodyValue("{}")
                .exchange()
                .expectAll(Refused.with(401, "M_MISSING_TOKEN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rooms/{room}/invite",
                "/rooms/{room}/kick",
                "/rooms/{room}/ban",
                "/rooms/{room}/unban"
            })
    void whoIsMeantHasToBeSaid(String path) {
        refuses(HttpMethod.POST, path, "an empty object", text("{}"));
        refuses(HttpMethod.POST, path, "null", text("{\"user_id\":null}"));
        refuses(HttpMethod.POST, path, "no user", text("{\"user_id\":\"bob\"}"));
    }

    @Test
    void roomsOfOthersAndRoomsThatAreNoneAreRefused() {
        RoomCaller stranger = new RoomCaller(web, tokens, "stranger");
        String closed = alice.createsRoom("{\"preset\":\"private_chat\"}");

        for (String other :
                List.of(closed, "!nowhere:test.local", "nonsense", "!\0:test.local", "!")) {
            for (String path : GET) {
                web.get()
                        .uri(PREFIX + path, variables(other))
                        .headers(tokens.forUser(stranger.id()))
                        .exchange()
                        .expectStatus()
                        .is4xxClientError()
                        .expectBody()
                        .jsonPath("$.errcode")
                        .exists();
            }
        }
    }

    private void refuses(HttpMethod method, String path, String name, byte[] body) {
        var response =
                web.method(method)
                        .uri(PREFIX + path, variables(room))
                        .headers(tokens.forUser(alice.id()))
                        .bodyValue(body)
                        .exchange()
                        .expectBody()
                        .returnResult();
        assertThat(response.getStatus().value())
                .as("%s %s with %s", method, path, name)
                .isBetween(400, 499);
        assertThat(
                        Json.parseObject(Objects.requireNonNull(response.getResponseBody()))
                                .string("errcode"))
                .as("%s %s with %s", method, path, name)
                .hasValueSatisfying(code -> assertThat(code).startsWith("M_"));
    }

    private static Map<String, String> variables(String room) {
        return Map.of(
                "room",
                room,
                "event",
                "$" + "x".repeat(43),
                "alias",
                "#bad:test.local",
                "user",
                "@alice:test.local");
    }

    private static Map<String, byte[]> bodies() {
        return Map.of(
                "half an object", text("{\"a\":"),
                "an array", text("[]"),
                "a string", text("\"text\""),
                "null", text("null"),
                "two objects", text("{}{}"),
                "a key twice", text("{\"a\":1,\"a\":2}"),
                "deep nesting", text("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
                "a NUL", text("{\"a\":\"\\u0000\"}"),
                "invalid UTF-8", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'},
                "more than a megabyte", text("{\"a\":\"" + "x".repeat(1_100_000) + "\"}"));
    }

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private String contents() {
        return Objects.requireNonNull(
                database.sql(
                                """
                                select (select count(*) from rooms.event) || '/' ||
                                       (select count(*) from rooms.room) || '/' ||
                                       (select count(*) from rooms.alias) || '/' ||
                                       (select count(*) from rooms.delayed_event) || '/' ||
                                       (select count(*) from rooms.profile) || '/' ||
                                       (select count(*) from rooms.room where is_published) as contents
                                """)
                        .map(row -> Objects.requireNonNull(row.get("contents", String.class)))
                        .one()
                        .block());
    }
}
