package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.client.SyncAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/** {@code to_device.yaml}, and of {@code keys.yaml} what comes from syncing. */
@ExtendWith(Stage.class)
class ToDeviceAcceptanceTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Homeserver server;

    ToDeviceAcceptanceTest(Homeserver server) {
        this.server = server;
    }

    @Test
    void aMessageComesToEveryDeviceOnce() {
        MatrixSession alice = server.person("alice");
        MatrixSession bob = server.stranger();
        SyncAnswer before = bob.sync();
        JsonObject body =
                Json.parseObject(
                        "{\"messages\":{\"%s\":{\"*\":{\"n\":1}}}}".formatted(bob.userId()));

        alice.call("PUT", v3("sendToDevice", "m.dummy", "once"), body);
        alice.call("PUT", v3("sendToDevice", "m.dummy", "once"), body);
        SyncAnswer with = bob.sync(before.nextBatch(), LONG);
        SyncAnswer after = bob.sync(with.nextBatch(), Duration.ZERO);

        assertThat(messages(with))
                .singleElement()
                .satisfies(
                        message -> {
                            assertThat(message.string("type")).contains("m.dummy");
                            assertThat(message.string("sender")).contains(alice.userId().value());
                            assertThat(message.object("content").orElseThrow().integer("n"))
                                    .contains(1L);
                        });
        assertThat(messages(after)).isEmpty();
    }

    @Test
    void everyResponseSaysHowManyKeysAreLeft() {
        SyncAnswer answer = server.stranger().sync();

        assertThat(
                        answer.json()
                                .object("device_one_time_keys_count")
                                .orElseThrow()
                                .integer("signed_curve25519"))
                .contains(0L);
        assertThat(answer.json().array("device_unused_fallback_key_types")).isPresent();
    }

    @Test
    void whoeverComesIntoAnEncryptedRoomIsToldOfItsMembers() {
        MatrixSession alice = server.stranger();
        MatrixSession bob = server.stranger();
        var room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        alice.sendState(
                room, "m.room.encryption", "", JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"));
        SyncAnswer before = bob.sync();

        bob.join(room);
        SyncAnswer after = bob.sync(before.nextBatch(), LONG);

        assertThat(changed(after.json().object("device_lists").orElseThrow()))
                .containsExactly(alice.userId().value());
        String query = "?from=" + before.nextBatch() + "&to=" + after.nextBatch();
        assertThat(changed(bob.get(v3("keys", "changes") + query)))
                .containsExactly(alice.userId().value());
    }

    @Test
    void whatIsNoMessageIsRefused() {
        MatrixSession alice = server.person("alice");
        String path = v3("sendToDevice", "m.dummy", "refused");

        refused(400, "M_BAD_JSON", () -> alice.call("PUT", path, JsonObject.EMPTY));
        refused(400, "M_INVALID_PARAM", () -> alice.get(v3("keys", "changes") + "?from=x&to=y"));
        refused(
                401,
                "M_MISSING_TOKEN",
                () -> server.client().get(v3("keys", "changes") + "?from=x&to=y"));
    }

    private static List<JsonObject> messages(SyncAnswer answer) {
        return answer.json()
                .object("to_device")
                .flatMap(toDevice -> toDevice.array("events"))
                .orElse(JsonArray.EMPTY)
                .objects()
                .toList();
    }

    private static List<String> changed(JsonObject lists) {
        return lists.array("changed").orElseThrow().strings().toList();
    }
}
