package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.rooms.Party.json;
import static dev.ganglion.acceptance.rooms.Party.unique;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.client.SyncAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** {@code account_deactivation.yaml}: what is left to whoever had the account. */
@ExtendWith(Stage.class)
class EndOfAnAccountAcceptanceTest {
    private static final String PASSWORD = "the password of who goes";

    private final Homeserver server;

    EndOfAnAccountAcceptanceTest(Homeserver server) {
        this.server = server;
    }

    private static JsonObject withPassword(String beginning) {
        return json(
                "{%s\"auth\": {\"type\": \"m.login.password\", \"password\": \"%s\"}}"
                        .formatted(beginning, PASSWORD));
    }

    @Test
    void a02ADeactivatedUserGetsInByNoDoor() {
        String name = unique("gone");
        MatrixSession gone = server.client().register(name, PASSWORD);
        RoomId room = gone.createRoom(JsonObject.of("preset", "public_chat"));
        JsonObject login =
                server.client()
                        .call(
                                "POST",
                                v3("login"),
                                json(
                                        """
                                        {"type": "m.login.password", "refresh_token": true, "password": "%s",
                                         "identifier": {"type": "m.id.user", "user": "%s"}}
                                        """
                                                .formatted(PASSWORD, name)));
        MatrixSession tablet =
                server.client()
                        .resume(
                                gone.userId(),
                                DeviceId.parse(login.string("device_id").orElseThrow()),
                                login.string("access_token").orElseThrow());
        String loginToken =
                gone.call("POST", "/_matrix/client/v1/login/get_token", withPassword(""))
                        .string("login_token")
                        .orElseThrow();
        String since = tablet.sync().nextBatch();
        CompletableFuture<SyncAnswer> waiting =
                CompletableFuture.supplyAsync(
                        () -> tablet.sync(since, Duration.ofSeconds(60)),
                        poll -> Thread.ofVirtual().start(poll));

        gone.call("POST", v3("account", "deactivate"), withPassword(""));

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> refused(401, "M_UNKNOWN_TOKEN", tablet::sync));
        refused(401, "M_UNKNOWN_TOKEN", () -> gone.send(room, "still here"));
        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("M_UNKNOWN_TOKEN");
        refused(403, "M_FORBIDDEN", () -> server.client().login(name, PASSWORD));
        refused(
                401,
                "M_UNKNOWN_TOKEN",
                () ->
                        server.client()
                                .call(
                                        "POST",
                                        v3("refresh"),
                                        JsonObject.of(
                                                "refresh_token",
                                                login.string("refresh_token").orElseThrow())));
        refused(
                403,
                "M_FORBIDDEN",
                () ->
                        server.client()
                                .call(
                                        "POST",
                                        v3("login"),
                                        json(
                                                "{\"type\": \"m.login.token\", \"token\": \"%s\"}"
                                                        .formatted(loginToken))));
        refused(400, "M_USER_IN_USE", () -> server.client().register(name, PASSWORD));
    }
}
