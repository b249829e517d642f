package dev.ganglion.protocol.e2ee;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.crypto.VerifyKey;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import java.util.Map;

/**
 * The {@code signatures} of a key. Other than a server's, the keys of users have any identifier,
 * base64 for one.
 */
public final class KeySignatures {
    static final String SIGNATURES = "signatures";

    private KeySignatures() {}

    /** By the name of the key; {@code M_BAD_JSON} where the signatures are not well-formed. */
    public static Map<String, String> of(JsonObject signed, UserId signer) {
        if (!signed.has(SIGNATURES)) {
            return Map.of();
        }
        JsonObject signatures = Member.object(signed, SIGNATURES);
        signatures.keys().forEach(user -> ofUser(signatures, user));
        return signatures.has(signer.value()) ? ofUser(signatures, signer.value()) : Map.of();
    }

    private static Map<String, String> ofUser(JsonObject signatures, String user) {
        return Member.stringsByName(Member.object(signatures, user), SIGNATURES);
    }

    /** Whether the owner of the key has signed this object so; false where it is no signature. */
    public static boolean verifies(JsonObject signed, VerifyKey key, String signature) {
        try {
            return key.verifies(
                    JsonSignatures.signedBytes(signed), UnpaddedBase64.decode(signature));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The object with these signatures of one signer besides those that it has. */
    public static JsonObject with(
            JsonObject signed, UserId signer, Map<String, String> signatures) {
        JsonObject all = signed.object(SIGNATURES).orElse(JsonObject.EMPTY);
        JsonObject.Builder ofSigner =
                all.object(signer.value()).orElse(JsonObject.EMPTY).toBuilder();
        signatures.forEach((name, signature) -> ofSigner.put(name, new JsonString(signature)));
        return signed.with(SIGNATURES, all.with(signer.value(), ofSigner.build()));
    }

    /** {@code M_INVALID_SIGNATURE}. */
    public static MatrixException invalid(String message) {
        return MatrixException.of(400, ErrorCode.INVALID_SIGNATURE, message);
    }

    /** Whether two objects differ in nothing that signatures cover. */
    public static boolean haveSameContent(JsonObject one, JsonObject other) {
        return content(one).equals(content(other));
    }

    /** The object with no signatures but these of its owner. */
    static JsonObject only(JsonObject signed, UserId owner, Map<String, String> signatures) {
        JsonObject bare = content(signed);
        return signatures.isEmpty()
                ? bare.with(SIGNATURES, JsonObject.EMPTY)
                : with(bare, owner, signatures);
    }

    private static JsonObject content(JsonObject object) {
        return object.without(SIGNATURES, "unsigned");
    }
}
