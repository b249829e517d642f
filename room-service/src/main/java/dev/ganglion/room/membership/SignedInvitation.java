package dev.ganglion.room.membership;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.KeyId;
import dev.ganglion.protocol.crypto.VerifyKey;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an identity server has signed for somebody who proved to have an address. Definition {@code
 * third_party_signed}.
 *
 * @param signed everything, with its signatures
 */
record SignedInvitation(UserId sender, UserId invited, String token, JsonObject signed) {
    private static final List<String> FIELDS = List.of("sender", "mxid", "token", "signatures");

    /** As many as an identity server makes, and some. */
    private static final int MOST_TRIED = 8;

    /** {@code M_BAD_JSON} for what lacks a part. */
    static SignedInvitation of(JsonObject json) {
        if (json.object("signatures").isEmpty()) {
            throw incomplete();
        }
        return new SignedInvitation(
                user(json, "sender"),
                user(json, "mxid"),
                json.string("token").orElseThrow(SignedInvitation::incomplete),
                json.keeping(FIELDS));
    }

    /** A key of an invitation, and where it says whether it still counts. */
    record Key(String publicKey, Optional<String> validityUrl) {}

    StateKeyTuple stateKey() {
        return new StateKeyTuple(EventTypes.THIRD_PARTY_INVITE, token);
    }

    /** Those keys of the invitation's event that have signed. */
    List<Key> signingKeys(JsonObject invitation) {
        List<KeyName> names = names();
        return Stream.concat(
                        Stream.of(invitation),
                        invitation.array("public_keys").orElse(JsonArray.EMPTY).objects())
                .flatMap(SignedInvitation::key)
                .distinct()
                .limit(MOST_TRIED)
                .filter(key -> names.stream().anyMatch(name -> isSigned(name, key)))
                .toList();
    }

    private record KeyName(String signer, KeyId id) {}

    private List<KeyName> names() {
        JsonObject signatures = signed.object("signatures").orElse(JsonObject.EMPTY);
        return signatures.keys().stream()
                .sorted()
                .flatMap(
                        signer ->
                                signatures.object(signer).orElse(JsonObject.EMPTY).keys().stream()
                                        .sorted()
                                        .flatMap(id -> name(signer, id)))
                .limit(MOST_TRIED)
                .toList();
    }

    private static Stream<KeyName> name(String signer, String id) {
        try {
            return Stream.of(new KeyName(signer, new KeyId(id)));
        } catch (IllegalArgumentException _) {
            return Stream.empty();
        }
    }

    private static Stream<Key> key(JsonObject json) {
        return json
                .string("public_key")
                .map(key -> new Key(key, json.string("key_validity_url")))
                .stream();
    }

    private boolean isSigned(KeyName name, Key key) {
        try {
            return JsonSignatures.verify(
                    signed, name.signer(), name.id(), VerifyKey.parse(key.publicKey()));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static UserId user(JsonObject json, String field) {
        return json.string(field)
                .flatMap(UserId::tryParse)
                .orElseThrow(SignedInvitation::incomplete);
    }

    private static MatrixException incomplete() {
        return MatrixException.badJson("third_party_signed has sender, mxid, token and signatures");
    }
}
