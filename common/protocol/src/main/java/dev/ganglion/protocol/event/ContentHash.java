package dev.ganglion.protocol.event;

import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;

/**
 * The hash over all that a redaction could take away. Server-server API, "Calculating the content
 * hash for an event".
 */
public final class ContentHash {
    private ContentHash() {}

    /** Unpadded base64 of the SHA-256. */
    public static String of(JsonObject event) {
        return UnpaddedBase64.encode(
                Sha256.of(CanonicalJson.encode(event.without("unsigned", "signatures", "hashes"))));
    }

    /** Whether the event is as it was when it was hashed; a redacted event is not. */
    public static boolean matches(JsonObject event) {
        return event.object("hashes")
                .flatMap(hashes -> hashes.string("sha256"))
                .filter(hash -> hash.equals(of(event)))
                .isPresent();
    }
}
