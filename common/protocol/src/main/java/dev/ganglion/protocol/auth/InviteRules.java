package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.AuthVerdict.Allowed.ALLOWED;
import static dev.ganglion.protocol.auth.AuthVerdict.rejected;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.KeyId;
import dev.ganglion.protocol.crypto.VerifyKey;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rule 5.4: invitations, of users and of what stands for a user elsewhere. */
final class InviteRules {
    /**
     * How many keys, and how many signatures, of a third party invite are tried. An identity server
     * makes one or two; but the sender fills both lists, and two full events make over half a
     * million pairs.
     */
    private static final int MOST_TRIED = 32;

    private InviteRules() {}

    static AuthVerdict check(MemberChange change) {
        // 5.4.1
        if (change.event().content().has("third_party_invite")) {
            return thirdParty(change);
        }
        // 5.4.2
        if (change.senderMembership() != Membership.JOIN) {
            return rejected("5.4.2", "You are not in this room");
        }
        // 5.4.3
        switch (change.targetMembership()) {
            case JOIN -> {
                return rejected("5.4.3", "The user is in this room already");
            }
            case BAN -> {
                return rejected("5.4.3", "The user is banned from this room");
            }
            case INVITE, KNOCK, LEAVE -> {
                // May be invited.
            }
        }
        // 5.4.4, 5.4.5
        return change.levels().mayInvite(change.sender())
                ? ALLOWED
                : rejected("5.4.5", "Your power level is too low to invite");
    }

    private static AuthVerdict thirdParty(MemberChange change) {
        // 5.4.1.1
        if (change.targetMembership() == Membership.BAN) {
            return rejected("5.4.1.1", "The user is banned from this room");
        }
        // 5.4.1.2
        Optional<JsonObject> signed =
                change.event()
                        .content()
                        .object("third_party_invite")
                        .flatMap(invite -> invite.object("signed"));
        if (signed.isEmpty()) {
            return rejected("5.4.1.2", "A third party invite is signed");
        }
        // 5.4.1.3
        Optional<String> user = signed.get().string("mxid");
        Optional<String> token = signed.get().string("token");
        if (user.isEmpty() || token.isEmpty()) {
            return rejected("5.4.1.3", "A third party invite names a user and a token");
        }
        // 5.4.1.4
        if (!user.get().equals(change.target().value())) {
            return rejected("5.4.1.4", "The third party invite is for another user");
        }
        // 5.4.1.5
        Optional<PduEvent> invite = change.state().thirdPartyInvite(token.get());
        if (invite.isEmpty()) {
            return rejected("5.4.1.5", "The room has no such third party invite");
        }
        // 5.4.1.6
        if (!invite.get().sender().equals(change.sender())) {
            return rejected("5.4.1.6", "The sender has not made that third party invite");
        }
        // 5.4.1.7, 5.4.1.8
        return isSigned(signed.get(), publicKeys(invite.get()))
                ? ALLOWED
                : rejected("5.4.1.8", "The third party invite is not signed by any of its keys");
    }

    private static List<VerifyKey> publicKeys(PduEvent invite) {
        Stream<String> single = invite.content().string("public_key").stream();
        Stream<String> several =
                invite.content()
                        .array("public_keys")
                        .orElse(JsonArray.EMPTY)
                        .objects()
                        .flatMap(key -> key.string("public_key").stream());
        return Stream.concat(single, several)
                .limit(MOST_TRIED)
                .flatMap(key -> key(key).stream())
                .toList();
    }

    private static Optional<VerifyKey> key(String base64) {
        try {
            return Optional.of(VerifyKey.parse(base64));
        } catch (IllegalArgumentException e) {
            // Not a key: nothing is signed by it.
            return Optional.empty();
        }
    }

    /** Where among the signatures one stands. */
    private record SignatureName(String signer, KeyId keyId) {}

    private static boolean isSigned(JsonObject signed, List<VerifyKey> keys) {
        JsonObject signatures = signed.object("signatures").orElse(JsonObject.EMPTY);
        return signatures.keys().stream()
                .sorted()
                .flatMap(signer -> names(signer, signatures.object(signer)))
                .limit(MOST_TRIED)
                .anyMatch(name -> isSigned(signed, name, keys));
    }

    private static Stream<SignatureName> names(String signer, Optional<JsonObject> ofSigner) {
        return ofSigner.orElse(JsonObject.EMPTY).keys().stream()
                .sorted()
                .flatMap(name -> keyId(name).stream())
                .map(keyId -> new SignatureName(signer, keyId));
    }

    private static Optional<KeyId> keyId(String name) {
        try {
            return Optional.of(new KeyId(name));
        } catch (IllegalArgumentException e) {
            // Not the name of a key that we can check.
            return Optional.empty();
        }
    }

    private static boolean isSigned(JsonObject signed, SignatureName name, List<VerifyKey> keys) {
        return keys.stream()
                .anyMatch(key -> JsonSignatures.verify(signed, name.signer(), name.keyId(), key));
    }
}
