package dev.ganglion.protocol.e2ee;

import dev.ganglion.protocol.crypto.VerifyKey;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * One of a user's three keys for cross-signing. Client-server API, "Cross-signing".
 *
 * @param publicKey in base64, as its owner writes it
 * @param json as it was uploaded, without {@code unsigned}
 */
public record CrossSigningKey(UserId userId, Usage usage, String publicKey, JsonObject json) {
    private static final int MAX_BYTES = 8_192;

    /** What a key is for. */
    public enum Usage {
        /** Stands for the user. */
        MASTER("master"),
        /** Signs the user's own devices. */
        SELF_SIGNING("self_signing"),
        /** Signs the master keys of others; nobody else sees it. */
        USER_SIGNING("user_signing");

        private final String value;

        Usage(String value) {
            this.value = value;
        }

        /** As it stands in {@code usage}. */
        public String value() {
            return value;
        }

        /** Empty for what is none. */
        public static Optional<Usage> of(String value) {
            return Arrays.stream(values()).filter(usage -> usage.value.equals(value)).findFirst();
        }
    }

    /**
     * What this user uploads. {@code M_INVALID_PARAM} where it is another's or for something else,
     * {@code M_BAD_JSON} where the form is wrong. Signatures are not looked at, but have the right
     * form.
     */
    public static CrossSigningKey parse(JsonObject uploaded, UserId user, Usage usage) {
        Member.requireAtMost(MAX_BYTES, uploaded, "A key for cross-signing");
        if (!Member.string(uploaded, "user_id").equals(user.value())) {
            throw MatrixException.invalidParam("The key is not yours");
        }
        if (!Member.strings(uploaded, "usage").contains(usage.value())) {
            throw MatrixException.invalidParam("The key is not for " + usage.value());
        }
        KeySignatures.of(uploaded, user);
        return new CrossSigningKey(user, usage, publicKey(uploaded), uploaded.without("unsigned"));
    }

    /** {@code ed25519:<public key>}. */
    public KeyName name() {
        return KeyName.ed25519(publicKey);
    }

    public VerifyKey verifyKey() {
        return VerifyKey.parse(publicKey);
    }

    /** Whether its owner has signed it with this key. */
    public boolean isSignedWith(CrossSigningKey signer) {
        return Optional.ofNullable(
                        KeySignatures.of(json, signer.userId).get(signer.name().toString()))
                .filter(signature -> KeySignatures.verifies(json, signer.verifyKey(), signature))
                .isPresent();
    }

    /** The same key with no signatures but these of its owner. */
    public CrossSigningKey withOnly(Map<String, String> signatures) {
        return new CrossSigningKey(
                userId, usage, publicKey, KeySignatures.only(json, userId, signatures));
    }

    private static String publicKey(JsonObject uploaded) {
        Map<String, String> keys = Member.stringsByName(Member.object(uploaded, "keys"), "keys");
        if (keys.size() != 1) {
            throw MatrixException.invalidParam("There has to be exactly one key");
        }
        Map.Entry<String, String> only = keys.entrySet().iterator().next();
        KeyName name = KeyName.parse(only.getKey());
        if (!name.isEd25519() || !name.identifier().equals(only.getValue())) {
            throw MatrixException.invalidParam("A key is called ed25519:<the key>");
        }
        if (!isUnpaddedKey(only.getValue())) {
            throw MatrixException.invalidParam("The ed25519 key is none in unpadded base64");
        }
        return only.getValue();
    }

    /** One key is written in one way, so that its name is unique. */
    private static boolean isUnpaddedKey(String text) {
        try {
            return VerifyKey.parse(text).toBase64().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
