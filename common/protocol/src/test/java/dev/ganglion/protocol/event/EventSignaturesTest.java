package dev.ganglion.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.Test;

/** Appendices, "Cryptographic Test Vectors", "Event Signing". */
class EventSignaturesTest {
    private static final ServerName DOMAIN = new ServerName("domain");
    private static final SigningKey KEY =
            SigningKey.parse("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");
    private static final JsonObject MINIMAL =
            Json.parseObject(
                    """
                    {
                        "room_id": "!x:domain",
                        "sender": "@a:domain",
                        "origin": "domain",
                        "origin_server_ts": 1000000,
                        "signatures": {},
                        "hashes": {},
                        "type": "X",
                        "content": {},
                        "prev_events": [],
                        "auth_events": [],
                        "depth": 3,
                        "unsigned": {
                            "age_ts": 1000000
                        }
                    }
                    """);
    private static final JsonObject REDACTABLE =
            Json.parseObject(
                    """
                    {
                        "content": {
                            "body": "Here is the message content"
                        },
                        "event_id": "$0:domain",
                        "origin": "domain",
                        "origin_server_ts": 1000000,
                        "type": "m.room.message",
                        "room_id": "!r:domain",
                        "sender": "@u:domain",
                        "signatures": {},
                        "unsigned": {
                            "age_ts": 1000000
                        }
                    }
                    """);

    @Test
    void theMinimalEventIsSignedAsTheSpecificationSays() {
        assertThat(sign(MINIMAL))
                .isEqualTo(
                        signed(
                                MINIMAL,
                                "5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos",
                                "KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg"));
    }

    @Test
    void anEventWithRedactableContentIsSignedAsTheSpecificationSays() {
        assertThat(sign(REDACTABLE))
                .isEqualTo(
                        signed(
                                REDACTABLE,
                                "onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g",
                                "Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA"));
    }

    @Test
    void theSignatureOutlivesARedactionAndTheContentHashDoesNot() {
        JsonObject signed = sign(REDACTABLE);
        JsonObject redacted = Redaction.redact(signed, RoomVersion.V1);

        assertThat(isSigned(signed)).isTrue();
        assertThat(ContentHash.matches(signed)).isTrue();
        assertThat(isSigned(redacted)).isTrue();
        assertThat(ContentHash.matches(redacted)).isFalse();
    }

    @Test
    void aChangeOfWhatIsProtectedBreaksTheSignature() {
        JsonObject changed = sign(MINIMAL).with("depth", new JsonNumber(4));

        assertThat(isSigned(changed)).isFalse();
        assertThat(ContentHash.matches(changed)).isFalse();
        assertThat(ContentHash.matches(MINIMAL)).isFalse();
    }

    private static JsonObject sign(JsonObject event) {
        return EventSignatures.sign(event, RoomVersion.V1, DOMAIN, KEY);
    }

    private static boolean isSigned(JsonObject event) {
        return EventSignatures.verify(event, RoomVersion.V1, DOMAIN, KEY.id(), KEY.verifyKey());
    }

    private static JsonObject signed(JsonObject event, String hash, String signature) {
        return event.with("hashes", JsonObject.of("sha256", hash))
                .with(
                        "signatures",
                        JsonObject.EMPTY.with("domain", JsonObject.of("ed25519:1", signature)));
    }
}
