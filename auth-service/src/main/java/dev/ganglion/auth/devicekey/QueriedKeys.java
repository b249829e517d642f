package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.crosssigning.KeyReference;
import dev.ganglion.auth.crosssigning.KeySignature;
import dev.ganglion.protocol.e2ee.CrossSigningKey;
import dev.ganglion.protocol.e2ee.CrossSigningKey.Usage;
import dev.ganglion.protocol.e2ee.KeySignatures;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one user sees of the keys of others, each with the signatures on it. */
final class QueriedKeys {
    private final Map<KeyReference, List<KeySignature>> signatures = new HashMap<>();
    private final Map<String, Map<String, JsonObject>> devices = new TreeMap<>();
    private final Map<Usage, Map<String, JsonObject>> keys = new HashMap<>();

    /**
     * @param users all that were asked for: who has no devices, or is nobody, has an empty entry
     */
    QueriedKeys(
            List<UserId> users,
            List<QueriedDevice> devices,
            List<CrossSigningKey> keys,
            List<KeySignature> signatures) {
        signatures.forEach(
                signature ->
                        this.signatures.merge(
                                signature.target(), List.of(signature), QueriedKeys::joined));
        users.forEach(user -> this.devices.put(user.value(), new TreeMap<>()));
        devices.forEach(this::put);
        keys.forEach(this::put);
    }

    Map<String, Map<String, JsonObject>> devices() {
        return devices;
    }

    Map<String, JsonObject> keys(Usage usage) {
        return keys.getOrDefault(usage, Map.of());
    }

    private void put(QueriedDevice queried) {
        var reference = KeyReference.of(queried.device().userId(), queried.device().deviceId());
        JsonObject unsigned =
                JsonObject.builder()
                        .putIfPresent("device_display_name", queried.displayName())
                        .build();
        JsonObject signed = signed(reference, Json.parseObject(queried.keys().bytes()));
        devices.computeIfAbsent(queried.device().userId().value(), _ -> new TreeMap<>())
                .put(
                        queried.device().deviceId().value(),
                        unsigned.isEmpty() ? signed : signed.with("unsigned", unsigned));
    }

    private void put(CrossSigningKey key) {
        keys.computeIfAbsent(key.usage(), _ -> new TreeMap<>())
                .put(key.userId().value(), signed(KeyReference.of(key), key.json()));
    }

    private JsonObject signed(KeyReference reference, JsonObject key) {
        JsonObject signed = key;
        for (KeySignature signature : signatures.getOrDefault(reference, List.of())) {
            String name = signature.signer().name().toString();
            signed =
                    KeySignatures.with(
                            signed,
                            signature.signer().userId(),
                            Map.of(name, signature.signature()));
        }
        return signed;
    }

    private static List<KeySignature> joined(List<KeySignature> some, List<KeySignature> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
