package dev.ganglion.protocol.event;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.KeyId;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.crypto.VerifyKey;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

/**
 * Signatures over events: they cover the redacted form, so that they outlive a redaction, and with
 * the content hash in it all of the rest.
 *
 * <p>Server-server API, "Signing Events".
 */
public final class EventSignatures {
    private EventSignatures() {}

    /** The event with its content hash and one more signature; those it has are kept. */
    public static JsonObject sign(
            JsonObject event, RoomVersion version, ServerName signer, SigningKey key) {
        JsonObject hashed = hashed(event);
        byte[] signature = key.sign(ReferenceHash.referencedBytes(hashed, version));
        return JsonSignatures.withSignature(hashed, signer.value(), key, signature);
    }

    /**
     * Whether the event carries a valid signature of that server with that key. It says nothing of
     * the content: see {@link ContentHash#matches}.
     */
    public static boolean verify(
            JsonObject event, RoomVersion version, ServerName signer, KeyId keyId, VerifyKey key) {
        return JsonSignatures.verify(Redaction.redact(event, version), signer.value(), keyId, key);
    }

    static JsonObject hashed(JsonObject event) {
        return event.with("hashes", JsonObject.of("sha256", ContentHash.of(event)));
    }
}
