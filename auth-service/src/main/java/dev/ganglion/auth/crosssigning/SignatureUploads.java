package dev.ganglion.auth.crosssigning;

import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.e2ee.KeySignatures;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes signatures that a user makes: each is checked against the keys that are stored, before the
 * transaction, for that takes its time.
 */
@Service
class SignatureUploads {
    private final CrossSigningKeys keys;
    private final KeySignatureRepository signatures;
    private final DeviceLists deviceLists;

    SignatureUploads(
            CrossSigningKeys keys, KeySignatureRepository signatures, DeviceLists deviceLists) {
        this.keys = keys;
        this.signatures = signatures;
        this.deviceLists = deviceLists;
    }

    /** Why those were refused that were: by user and key, as {@code failures} of the answer. */
    Mono<JsonObject> store(UserId user, List<SignedKey> signed) {
        return known(user, signed)
                // Hundreds of signatures take longer to check than an event loop has.
                .publishOn(Schedulers.parallel())
                .flatMap(
                        known -> {
                            List<KeySignature> accepted = new ArrayList<>();
                            Map<String, JsonObject> failures = new HashMap<>();
                            signed.forEach(key -> judge(user, key, known, accepted, failures));
                            return store(accepted).thenReturn(JsonObject.of(failures));
                        });
    }

    private static void judge(
            UserId user,
            SignedKey key,
            KnownKeys known,
            List<KeySignature> accepted,
            Map<String, JsonObject> failures) {
        try {
            accepted.addAll(verified(user, key, known));
        } catch (MatrixException e) {
            failures.merge(
                    key.user(),
                    JsonObject.EMPTY.with(key.identifier(), e.body()),
                    (others, _) -> others.with(key.identifier(), e.body()));
        }
    }

    /** All that the user's keys have signed of one key, or the reason why that is refused. */
    private static List<KeySignature> verified(UserId user, SignedKey key, KnownKeys known) {
        KnownKeys.Target target =
                known.target(key)
                        .orElseThrow(
                                () -> MatrixException.notFound("You can sign no key like that"));
        if (!KeySignatures.haveSameContent(key.json(), target.json())) {
            throw MatrixException.invalidParam("This is not the key that was uploaded");
        }
        Map<String, String> uploaded = KeySignatures.of(key.json(), user);
        if (uploaded.isEmpty()) {
            throw KeySignatures.invalid("There is no signature of yours");
        }
        Map<String, String> stored = KeySignatures.of(target.json(), user);
        return uploaded.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(stored.get(entry.getKey())))
                .map(entry -> verified(target, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static KeySignature verified(KnownKeys.Target target, String name, String signature) {
        KnownKeys.Signer signer = target.signers().get(name);
        if (signer == null || !KeySignatures.verifies(target.json(), signer.key(), signature)) {
            throw KeySignatures.invalid("This signature is not valid here");
        }
        return new KeySignature(target.reference(), signer.reference(), signature);
    }

    private Mono<KnownKeys> known(UserId user, List<SignedKey> signed) {
        Set<UserId> users = new HashSet<>(Set.of(user));
        Set<String> devices = new HashSet<>();
        for (SignedKey key : signed) {
            UserId.tryParse(key.user()).ifPresent(users::add);
            if (key.isOf(user)) {
                devices.add(key.identifier());
                devices.addAll(signers(user, key));
            }
        }
        return keys.devices(user, devices)
                .zipWhen(
                        _ -> keys.visibleTo(user, users),
                        (ofDevices, ofUsers) -> new KnownKeys(user, ofDevices, ofUsers));
    }

    /** What may be the IDs of devices; malformed signatures are refused when they are judged. */
    private static List<String> signers(UserId user, SignedKey key) {
        return key
                .json()
                .object("signatures")
                .flatMap(all -> all.object(user.value()))
                .map(own -> List.copyOf(own.keys()))
                .orElseGet(List::of)
                .stream()
                .flatMap(name -> KeyName.tryParse(name).stream())
                .map(KeyName::identifier)
                .toList();
    }

    private Mono<Void> store(List<KeySignature> accepted) {
        return accepted.isEmpty()
                ? Mono.empty()
                : deviceLists.change(
                        changes -> signatures.store(accepted).flatMap(changes::ofSignatures));
    }
}
