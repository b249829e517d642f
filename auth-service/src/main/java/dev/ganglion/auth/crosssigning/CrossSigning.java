package dev.ganglion.auth.crosssigning;

import dev.ganglion.auth.devicelist.DeviceListChanges;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.protocol.e2ee.DeviceKeys;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.e2ee.KeySignatures;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stores keys for cross-signing. */
@Service
class CrossSigning {
    private final CrossSigningKeys keys;
    private final KeySignatureRepository signatures;
    private final DeviceLists deviceLists;

    CrossSigning(
            CrossSigningKeys keys, KeySignatureRepository signatures, DeviceLists deviceLists) {
        this.keys = keys;
        this.signatures = signatures;
        this.deviceLists = deviceLists;
    }

    /**
     * False, and nothing stored, where it takes leave that there is none of. This is decided again
     * in the transaction: of two first uploads at once the second replaces something.
     */
    Mono<Boolean> store(CrossSigningUpload upload, Leave leave) {
        return decided(upload)
                .flatMap(
                        decision ->
                                decision.isNothing() || isForbidden(decision, leave)
                                        ? Mono.just(decision.isNothing())
                                        : deviceLists.change(
                                                changes -> write(changes, upload, leave)));
    }

    private Mono<Boolean> write(DeviceListChanges changes, CrossSigningUpload upload, Leave leave) {
        return decided(upload)
                .flatMap(
                        decision ->
                                decision.isNothing()
                                        ? Mono.just(true)
                                        : isLeft(decision, leave)
                                                .filter(Boolean::booleanValue)
                                                .flatMap(
                                                        _ ->
                                                                write(changes, upload, decision)
                                                                        .thenReturn(true))
                                                .defaultIfEmpty(false));
    }

    private static boolean isForbidden(CrossSigningUpload.Decision decision, Leave leave) {
        return !decision.isFirst() && leave instanceof Leave.None;
    }

    private static Mono<Boolean> isLeft(CrossSigningUpload.Decision decision, Leave leave) {
        return decision.isFirst()
                ? Mono.just(true)
                : switch (leave) {
                    case Leave.None() -> Mono.just(false);
                    case Leave.Proven() -> Mono.just(true);
                    case Leave.Once(Mono<Boolean> use) -> use;
                };
    }

    private Mono<CrossSigningUpload.Decision> decided(CrossSigningUpload upload) {
        return keys.areDevices(upload.user(), upload.publicKeys())
                .filter(isTaken -> !isTaken)
                .switchIfEmpty(
                        Mono.error(
                                () -> MatrixException.forbidden("A device has this key as its ID")))
                .then(keys.ofUser(upload.user()))
                .map(upload::decide);
    }

    private Mono<Void> write(
            DeviceListChanges changes,
            CrossSigningUpload upload,
            CrossSigningUpload.Decision decision) {
        return devicesSignatures(upload, decision)
                .flatMap(
                        onMaster ->
                                keys.replace(upload.user(), decision.removed(), decision.added())
                                        .then(signatures.store(onMaster)))
                .then(changes.ofUsers(List.of(upload.user())));
    }

    /** What the user's devices have signed of the master key that comes with this upload. */
    private Mono<List<KeySignature>> devicesSignatures(
            CrossSigningUpload upload, CrossSigningUpload.Decision decision) {
        Map<String, String> byName = upload.signaturesOnMaster();
        List<String> devices =
                byName.keySet().stream()
                        .flatMap(name -> KeyName.tryParse(name).stream())
                        .map(KeyName::identifier)
                        .toList();
        return keys.devices(upload.user(), devices).map(known -> verified(decision, byName, known));
    }

    /** What was signed by a device that nobody knows is left out: nobody could check it. */
    private static List<KeySignature> verified(
            CrossSigningUpload.Decision decision,
            Map<String, String> byName,
            Map<DeviceId, JsonObject> devices) {
        List<KeySignature> verified = new ArrayList<>();
        devices.forEach(
                (device, json) -> {
                    var signer = KeyReference.of(decision.master().userId(), device);
                    String signature = byName.get(signer.name().toString());
                    if (signature != null) {
                        requireValid(decision, json, device, signature);
                        verified.add(
                                new KeySignature(
                                        KeyReference.of(decision.master()), signer, signature));
                    }
                });
        return verified;
    }

    private static void requireValid(
            CrossSigningUpload.Decision decision,
            JsonObject keysOfDevice,
            DeviceId device,
            String signature) {
        boolean isValid =
                DeviceKeys.verifyKey(keysOfDevice, device)
                        .filter(
                                key ->
                                        KeySignatures.verifies(
                                                decision.master().json(), key, signature))
                        .isPresent();
        if (!isValid) {
            throw KeySignatures.invalid("A device has not signed this master key");
        }
    }
}
