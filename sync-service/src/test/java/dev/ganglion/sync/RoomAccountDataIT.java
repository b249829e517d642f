package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What room-service is told for a room that it shows all at once. */
class RoomAccountDataIT {
    private final TestUser alice = Suite.shared().user("alice");

    @Test
    void allThatAUserKeepsForARoomAndNothingElseIsListed() {
        String room = alice.createsRoom();
        String other = alice.createsRoom();
        String ofRoom = "/user/{user}/rooms/{room}/account_data/{type}";
        alice.sync(HttpMethod.PUT, ofRoom, "{\"x\":0.5}", alice.id(), room, "org.example.b");
        alice.sync(HttpMethod.PUT, ofRoom, "{\"n\":1}", alice.id(), room, "org.example.a");
        alice.sync(HttpMethod.PUT, ofRoom, "{\"n\":2}", alice.id(), other, "org.example.c");

        String listed =
                asked("room", room)
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(listed)
                .isEqualTo(
                        "[{\"type\":\"org.example.a\",\"content\":{\"n\":1}},"
                                + "{\"type\":\"org.example.b\",\"content\":{\"x\":0.5}}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "auth", "media", "moderation"})
    void a14_onlyRoomServiceIsTold(String service) {
        asked(service, "!room:test.local").expectStatus().isForbidden();
    }

    private WebTestClient.ResponseSpec asked(String service, String room) {
        return Suite.shared()
                .askedBy(
                        service,
                        "/internal/users/{user}/rooms/{room}/account_data",
                        alice.id(),
                        room);
    }
}
