package dev.ganglion.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.service.identity.Standing;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

import java.time.Duration;

/** What users that administrators have locked or suspended may still do. */
class StandingIT extends RunningGateway {
    private static final String SEND = "/_matrix/client/v3/rooms/!r:s/send/m.room.message/t";

    @Autowired private Bus bus;

    @Test
    void a10ASuspendedUserReadsButDoesNotSend() {
        Upstreams.login("suspended", "@sue:test.local", Standing.SUSPENDED);

        assertThat(call("suspended", HttpMethod.GET, "/_matrix/client/v3/sync")).startsWith("200");
        assertThat(call("suspended", HttpMethod.PUT, SEND))
                .startsWith("403")
                .contains("M_USER_SUSPENDED");
    }

    @Test
    void a10ALockedUserLogsOutAndDoesNothingElse() {
        Upstreams.login("locked", "@lou:test.local", Standing.LOCKED);

        assertThat(call("locked", HttpMethod.GET, "/_matrix/client/v3/sync"))
                .startsWith("401")
                .contains("M_USER_LOCKED", "\"soft_logout\":true");
        assertThat(call("locked", HttpMethod.GET, "/_matrix/client/v3/publicRooms"))
                .contains("M_USER_LOCKED");
        assertThat(call("locked", HttpMethod.POST, "/_matrix/client/v3/logout")).startsWith("200");
    }

    @Test
    void a10AMeasureReachesEverySessionWithinASecond() {
        Upstreams.login("changing", "@sue:test.local", false);
        assertThat(call("changing", HttpMethod.PUT, SEND)).startsWith("200");

        Upstreams.login("changing", "@sue:test.local", Standing.SUSPENDED);
        bus.publish(
                Channel.SESSIONS, SessionsEnded.changed(UserId.parse("@sue:test.local")).encode());

        await().atMost(Duration.ofSeconds(1))
                .until(() -> call("changing", HttpMethod.PUT, SEND).contains("M_USER_SUSPENDED"));
    }

    private String call(String token, HttpMethod method, String path) {
        var result =
                web.method(method)
                        .uri(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .bodyValue("{}")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult();
        return result.getStatus().value() + " " + result.getResponseBody();
    }
}
