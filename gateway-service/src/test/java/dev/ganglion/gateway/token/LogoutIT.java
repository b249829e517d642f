package dev.ganglion.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.testing.infrastructure.Infrastructure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

class LogoutIT extends RunningGateway {
    @Autowired private Bus bus;
    private boolean isRedisStopped;

    @AfterEach
    void startRedis() {
        if (isRedisStopped) {
            Infrastructure.shared().redis().start();
            await().until(bus::isConnected);
        }
    }

    @Test
    @DisplayName("A03: a token is dead within a second of its logout")
    void a03_aTokenIsDeadWithinASecondOfItsLogout() {
        String token = login("once");
        assertThat(whoami(token)).isEqualTo(200);
        assertThat(whoami(token)).isEqualTo(200);
        assertThat(Upstreams.lookUps()).isEqualTo(1);

        Upstreams.logout(token);
        announce("\"token_hashes\":[\"" + AccessToken.of(token).hash() + "\"],\"all\":false");

        await().atMost(Duration.ofSeconds(1)).until(() -> whoami(token) == 401);
    }

    @Test
    @DisplayName("A03: logging out everywhere kills every token of the user")
    void a03_loggingOutEverywhereKillsEveryTokenOfTheUser() {
        String token = login("everywhere");
        assertThat(whoami(token)).isEqualTo(200);

        Upstreams.logout(token);
        announce("\"token_hashes\":[],\"all\":true");

        await().atMost(Duration.ofSeconds(1)).until(() -> whoami(token) == 401);
    }

    @Test
    @DisplayName("A03, P5: without Redis a token is dead within a second too")
    void a03_withoutRedisATokenIsDeadWithinASecondToo() {
        String token = login("offline");
        assertThat(whoami(token)).isEqualTo(200);

        Infrastructure.shared().redis().stop();
        isRedisStopped = true;
        await().until(() -> !bus.isConnected());
        assertThat(whoami(token)).isEqualTo(200);
        Upstreams.logout(token);

        await().atMost(Duration.ofMillis(1_500)).until(() -> whoami(token) == 401);
    }

    private static String login(String token) {
        Upstreams.login(token, "@bob:test.local", false);
        return token;
    }

    private void announce(String what) {
        bus.publish(
                Channel.SESSIONS,
                ("{\"user_id\":\"@bob:test.local\",\"device_id\":\"DEV\"," + what + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private int whoami(String token) {
        return web.get()
                .uri("/_matrix/client/v3/account/whoami")
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
