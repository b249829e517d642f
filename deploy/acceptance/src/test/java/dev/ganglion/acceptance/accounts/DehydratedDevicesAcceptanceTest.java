package dev.ganglion.acceptance.accounts;

import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Proposal MSC3814: what is sent to a user who is logged in nowhere. */
@ExtendWith(Stage.class)
class DehydratedDevicesAcceptanceTest {
    private static final String PATH =
            "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

    private final SigningKey key = SigningKey.generate(new SecureRandom());

    /** The ID is a key in Base64, which knows these two signs. */
    private final String device = key.verifyKey().toBase64() + "/+";

    private final String events =
            PATH + "/" + URLEncoder.encode(device, StandardCharsets.UTF_8) + "/events";
    private final Homeserver server;

    DehydratedDevicesAcceptanceTest(Homeserver server) {
        this.server = server;
    }

    @Test
    void whatWasSentMeanwhileIsReadFromAnyOtherDevice() {
        MatrixSession alice = server.stranger();
        MatrixSession bob = server.stranger();
        alice.callWith("PUT", PATH, dehydrated(alice));

        bob.callWith(
                "PUT",
                v3("sendToDevice", "m.room.encrypted", "dehydrated"),
                "{\"messages\": {\"%s\": {\"%s\": {\"key\": \"secret\"}}}}"
                        .formatted(alice.userId(), device));

        assertThat(alice.get(PATH).string("device_id")).contains(device);
        JsonObject page = alice.callWith("POST", events, "{}");
        assertThat(page.array("events").orElseThrow().objects())
                .singleElement()
                .satisfies(
                        event -> assertThat(event.string("sender")).contains(bob.userId().value()));
        JsonObject next =
                alice.callWith(
                        "POST",
                        events,
                        JsonObject.of("next_batch", page.string("next_batch").orElseThrow())
                                .toString());
        assertThat(next.array("events").orElseThrow().objects()).isEmpty();
        assertThat(alice.delete(PATH).string("device_id")).contains(device);
    }

    private String dehydrated(MatrixSession user) {
        JsonObject keys =
                Json.parseObject(
                        """
                        {"user_id": "%1$s", "device_id": "%2$s", "dehydrated": true, "algorithms": [],
                         "keys": {"ed25519:%2$s": "%3$s"}}
                        """
                                .formatted(user.userId(), device, key.verifyKey().toBase64()));
        String signature = UnpaddedBase64.encode(key.sign(JsonSignatures.signedBytes(keys)));
        JsonObject signatures =
                Json.parseObject(
                        "{\"%s\": {\"ed25519:%s\": \"%s\"}}"
                                .formatted(user.userId(), device, signature));
        return JsonObject.builder()
                .put("device_id", device)
                .put("device_data", JsonObject.of("algorithm", "org.matrix.msc3814.v2"))
                .put("device_keys", keys.with("signatures", signatures))
                .build()
                .toString();
    }
}
