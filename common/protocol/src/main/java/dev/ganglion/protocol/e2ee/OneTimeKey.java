package dev.ganglion.protocol.e2ee;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;

/**
 * A key for one use, or the fallback for when there is none left: a string, or an object that its
 * device has signed. Whether the signature is right is for those who claim it to judge, who must
 * not trust a server with that.
 */
public record OneTimeKey(KeyName name, JsonValue key) {
    private static final String SIGNED = "signed_";
    private static final int MAX_BYTES = 8_192;

    /** The keys of an upload; {@code M_BAD_JSON} or {@code M_INVALID_PARAM} for any wrong one. */
    public static List<OneTimeKey> parseAll(JsonObject uploaded) {
        return uploaded.entries().entrySet().stream()
                .map(entry -> parse(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The key in canonical JSON. */
    public String text() {
        return CanonicalJson.encodeToString(key);
    }

    private static OneTimeKey parse(String name, JsonValue key) {
        KeyName parsed = KeyName.parse(name);
        Member.requireAtMost(MAX_BYTES, key, "A one-time key");
        boolean isWellFormed =
                switch (key) {
                    case JsonString _ -> !parsed.algorithm().startsWith(SIGNED);
                    case JsonObject object -> isKeyObject(object);
                    default -> false;
                };
        if (!isWellFormed) {
            throw MatrixException.badJson(
                    "A one-time key is a string, or an object with key and signatures");
        }
        return new OneTimeKey(parsed, key);
    }

    private static boolean isKeyObject(JsonObject object) {
        JsonObject signatures = Member.object(object, KeySignatures.SIGNATURES);
        signatures
                .keys()
                .forEach(user -> Member.stringsByName(Member.object(signatures, user), user));
        return object.string("key").isPresent()
                && object.get("fallback").map(JsonBoolean.class::isInstance).orElse(true);
    }
}
