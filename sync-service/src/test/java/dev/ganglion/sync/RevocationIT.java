package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests that wait while auth-service ends their tokens. */
class RevocationIT {
    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser refreshed = alice.withToken(alice.token() + "-refreshed");
    private final Bus bus = Suite.shared().sync(1).getBean(Bus.class);

    @Test
    void aRefreshEndsTheWaitOfTheOldTokenWithoutAnErrorAndNotThatOfTheNew() {
        String room = alice.createsRoom();
        SyncResult before = SyncIT.awaitJoin(alice, room);
        var onNewToken = refreshed.beginsToWait(before);
        var onOldToken = alice.beginsToWait(before);

        announceUntil(onOldToken, false);
        await().during(Duration.ofMillis(500))
                .until(
                        () -> {
                            announce(false);
                            return !onNewToken.isDone();
                        });
        alice.sends(room, "after the refresh");

        assertThat(onOldToken.join().isEmpty()).isTrue();
        assertThat(onNewToken.join().messages(room)).containsExactly("after the refresh");
    }

    @Test
    void a03ALogoutEndsTheWaitWithAnError() {
        SyncResult before = SyncIT.awaitJoin(alice, alice.createsRoom());
        CompletableFuture<WebTestClient.ResponseSpec> waiting =
                CompletableFuture.supplyAsync(
                        () -> alice.reads("/sync?timeout=20000&since=" + before.nextBatch()),
                        poll -> Thread.ofVirtual().start(poll));

        announceUntil(waiting, true);

        waiting.join()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo("M_UNKNOWN_TOKEN");
    }

    /** Again and again, for nobody sees when the request has begun to wait. */
    private void announceUntil(CompletableFuture<?> ended, boolean isLogout) {
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            announce(isLogout);
                            return ended.isDone();
                        });
    }

    private void announce(boolean isLogout) {
        String message =
                "{\"user_id\":\"%s\",\"device_id\":\"PHONE\",\"token_hashes\":[\"%s\"],\"all\":false,\"logged_out\":%b}"
                        .formatted(alice.id(), alice.token(), isLogout);
        bus.publish(Channel.SESSIONS, message.getBytes(StandardCharsets.UTF_8));
    }
}
