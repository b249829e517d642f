package dev.ganglion.protocol.crypto;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

/**
 * Signatures over JSON objects. Appendices, "Signing JSON": all but {@code signatures} and {@code
 * unsigned} is signed.
 */
public final class JsonSignatures {
    private static final String SIGNATURES = "signatures";
    private static final String UNSIGNED = "unsigned";

    private JsonSignatures() {}

    /** The object with one more signature; those it has are kept. */
    public static JsonObject sign(JsonObject object, String signer, SigningKey key) {
        return withSignature(object, signer, key, key.sign(signedBytes(object)));
    }

    /**
     * Adds a signature that was made over something else than this object, its redacted form for
     * one.
     */
    public static JsonObject withSignature(
            JsonObject object, String signer, SigningKey key, byte[] signature) {
        JsonObject signatures = object.object(SIGNATURES).orElse(JsonObject.EMPTY);
        JsonObject ofSigner = signatures.object(signer).orElse(JsonObject.EMPTY);
        return object.with(
                SIGNATURES,
                signatures.with(
                        signer,
                        ofSigner.with(
                                key.id().value(),
                                new JsonString(UnpaddedBase64.encode(signature)))));
    }

    /**
     * Whether the object carries a valid signature of that signer with that key; false too where it
     * carries none.
     */
    public static boolean verify(JsonObject object, String signer, KeyId keyId, VerifyKey key) {
        return object.object(SIGNATURES)
                .flatMap(signatures -> signatures.object(signer))
                .flatMap(ofSigner -> ofSigner.string(keyId.value()))
                .filter(signature -> verifies(key, signedBytes(object), signature))
                .isPresent();
    }

    /** What a signature covers. */
    public static byte[] signedBytes(JsonObject object) {
        return CanonicalJson.encode(object.without(SIGNATURES, UNSIGNED));
    }

    private static boolean verifies(VerifyKey key, byte[] message, String signature) {
        try {
            return key.verifies(message, UnpaddedBase64.decode(signature));
        } catch (IllegalArgumentException e) {
            // Not base64: not a signature.
            return false;
        }
    }
}
