package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.crosssigning.KeyReference;
import dev.ganglion.auth.crosssigning.KeySignature;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.CrossSigningKey;
import dev.ganglion.protocol.e2ee.DeviceKeys;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.e2ee.KeySignatures;
import dev.ganglion.protocol.e2ee.OneTimeKey;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The keys of one device while a batch of uploads is decided: each upload is refused or put on the
 * shelf, and counts for those after it. A plain computation, used by one thread.
 */
final class DeviceShelf {
    private static final int MAX_ALGORITHMS = 10;

    private final UserDevice device;
    private final StoredDevice stored;
    private final Map<KeyName, String> known;
    private final Map<String, OneTimeKey> fallbacks;
    private final Map<String, Long> counts;
    private final Map<KeyName, String> added = new LinkedHashMap<>();
    private final Map<String, OneTimeKey> addedFallbacks = new HashMap<>();
    private final Map<KeyReference, KeySignature> signatures = new HashMap<>();
    private Optional<JsonObject> keys;
    private boolean isReset;

    /**
     * What is stored of a device.
     *
     * @param isCrossSigningKey whether its ID is the name of a cross-signing key of its user
     */
    record StoredDevice(
            Optional<JsonObject> keys,
            boolean isCrossSigningKey,
            Optional<CrossSigningKey> selfSigningKey) {}

    /**
     * @param known the one-time keys of which the batch has some of the same name
     */
    DeviceShelf(
            UserDevice device,
            StoredDevice stored,
            Map<String, Long> counts,
            Map<KeyName, String> known,
            List<OneTimeKey> fallbacks) {
        this.device = device;
        this.stored = stored;
        this.keys = stored.keys();
        this.counts = new TreeMap<>(counts);
        this.known = new HashMap<>(known);
        this.fallbacks = new HashMap<>();
        fallbacks.forEach(key -> this.fallbacks.put(key.name().algorithm(), key));
    }

    /** The counts with this upload; fails, and leaves all as it was, when it is refused. */
    Map<String, Long> put(KeyUpload upload, int maxKeys) {
        boolean isOther = upload.deviceKeys().filter(this::isOtherIdentity).isPresent();
        requireAdmissible(upload, isOther, maxKeys);
        if (isOther) {
            reset();
        }
        upload.deviceKeys().ifPresent(uploaded -> putKeys(uploaded, upload.signatures()));
        upload.oneTimeKeys().forEach(this::putOneTimeKey);
        upload.fallbackKeys().forEach(this::putFallbackKey);
        return Map.copyOf(counts);
    }

    UserDevice device() {
        return device;
    }

    /** What the device is known by now, if that is new. */
    Optional<JsonObject> newKeys() {
        return keys.filter(json -> !keys.equals(stored.keys()));
    }

    /** Whether the one-time keys and fallback keys that were stored are another identity's. */
    boolean isReset() {
        return isReset;
    }

    /** In the order of the uploads. */
    Map<KeyName, String> newOneTimeKeys() {
        return added;
    }

    List<OneTimeKey> newFallbackKeys() {
        return List.copyOf(addedFallbacks.values());
    }

    List<KeySignature> newSignatures() {
        return List.copyOf(signatures.values());
    }

    boolean isCountChanged() {
        return isReset || !added.isEmpty() || !addedFallbacks.isEmpty();
    }

    private boolean isOtherIdentity(DeviceKeys uploaded) {
        return keys.filter(
                        before ->
                                !DeviceKeys.identity(before)
                                        .equals(DeviceKeys.identity(uploaded.json())))
                .isPresent();
    }

    private void requireAdmissible(KeyUpload upload, boolean isOther, int maxKeys) {
        if (stored.isCrossSigningKey()) {
            throw MatrixException.forbidden("The device's ID is a key for cross-signing");
        }
        Set<String> algorithms = new HashSet<>();
        long keysThen = 0;
        if (!isOther) {
            algorithms.addAll(counts.keySet());
            algorithms.addAll(fallbacks.keySet());
            keysThen = counts.values().stream().mapToLong(Long::longValue).sum();
        }
        for (OneTimeKey key : upload.oneTimeKeys()) {
            algorithms.add(key.name().algorithm());
            keysThen += isOther || isNew(key) ? 1 : 0;
        }
        upload.fallbackKeys().forEach(key -> algorithms.add(key.name().algorithm()));
        if (keysThen > maxKeys) {
            throw MatrixException.tooLarge("A device has at most " + maxKeys + " one-time keys");
        }
        if (algorithms.size() > MAX_ALGORITHMS) {
            throw MatrixException.tooLarge(
                    "A device has one-time keys of at most " + MAX_ALGORITHMS + " algorithms");
        }
    }

    /** Fails when there is another key of this name. */
    private boolean isNew(OneTimeKey key) {
        String before = known.get(key.name());
        if (before != null && !before.equals(key.text())) {
            throw MatrixException.invalidParam(
                    "There is another one-time key with the ID " + key.name());
        }
        return before == null;
    }

    private void reset() {
        isReset = true;
        counts.clear();
        known.clear();
        added.clear();
        fallbacks.clear();
        addedFallbacks.clear();
    }

    private void putKeys(DeviceKeys uploaded, Map<String, String> uploadedSignatures) {
        if (keys.filter(uploaded.json()::equals).isEmpty()) {
            keys = Optional.of(uploaded.json());
            signatures.clear();
        }
        stored.selfSigningKey()
                .ifPresent(
                        key -> {
                            String signature =
                                    uploadedSignatures.getOrDefault(key.name().toString(), "");
                            if (KeySignatures.verifies(
                                    uploaded.json(), key.verifyKey(), signature)) {
                                putSignature(KeyReference.of(key), signature);
                            }
                        });
    }

    private void putSignature(KeyReference signer, String signature) {
        var target = KeyReference.of(device.userId(), device.deviceId());
        signatures.put(signer, new KeySignature(target, signer, signature));
    }

    private void putOneTimeKey(OneTimeKey key) {
        if (known.putIfAbsent(key.name(), key.text()) == null) {
            added.put(key.name(), key.text());
            counts.merge(key.name().algorithm(), 1L, Long::sum);
        }
    }

    /** The same again is not a fresh one: who has used it goes on to know it. */
    private void putFallbackKey(OneTimeKey key) {
        if (!key.equals(fallbacks.put(key.name().algorithm(), key))) {
            addedFallbacks.put(key.name().algorithm(), key);
        }
    }
}
