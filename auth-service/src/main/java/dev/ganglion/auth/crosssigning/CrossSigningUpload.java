package dev.ganglion.auth.crosssigning;

import dev.ganglion.protocol.e2ee.CrossSigningKey;
import dev.ganglion.protocol.e2ee.CrossSigningKey.Usage;
import dev.ganglion.protocol.e2ee.KeySignatures;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of one upload, each well-formed and its user's, and what becomes of them. */
record CrossSigningUpload(UserId user, Map<Usage, CrossSigningKey> keys) {
    /**
     * What there is to write.
     *
     * @param isFirst nothing is there that could be replaced, so that nobody has to authenticate
     */
    record Decision(
            boolean isFirst,
            CrossSigningKey master,
            Set<Usage> removed,
            List<CrossSigningKey> added) {
        boolean isNothing() {
            return added.isEmpty();
        }
    }

    static CrossSigningUpload parse(JsonObject body, UserId user) {
        Map<Usage, CrossSigningKey> keys = new EnumMap<>(Usage.class);
        for (Usage usage : Usage.values()) {
            String field = usage.value() + "_key";
            JsonValue value = body.get(field).orElse(JsonNull.NULL);
            switch (value) {
                case JsonNull _ -> {}
                case JsonObject key -> keys.put(usage, CrossSigningKey.parse(key, user, usage));
                default -> throw MatrixException.badJson("\"" + field + "\" has to be an object");
            }
        }
        return new CrossSigningUpload(user, keys);
    }

    List<String> publicKeys() {
        return keys.values().stream().map(CrossSigningKey::publicKey).toList();
    }

    /** By what is stored of this user; fails where the keys do not fit together. */
    Decision decide(Map<Usage, CrossSigningKey> stored) {
        CrossSigningKey master =
                Optional.ofNullable(keys.get(Usage.MASTER))
                        .or(() -> Optional.ofNullable(stored.get(Usage.MASTER)))
                        .orElseThrow(() -> MatrixException.missingParam("master_key"));
        boolean isNewMaster = isNew(master, stored);
        List<CrossSigningKey> added =
                keys.values().stream()
                        .filter(key -> isNewMaster || isNew(key, stored))
                        .map(key -> signed(key, master))
                        .toList();
        Set<Usage> removed = new HashSet<>();
        stored.keySet().stream()
                .filter(usage -> isNewMaster || added.stream().anyMatch(k -> k.usage() == usage))
                .forEach(removed::add);
        requireDistinct(stored, removed, added);
        return new Decision(!stored.containsKey(Usage.MASTER), master, removed, added);
    }

    /** The signatures on the master key that are not its own, by the name of the key. */
    Map<String, String> signaturesOnMaster() {
        CrossSigningKey master = keys.get(Usage.MASTER);
        if (master == null) {
            return Map.of();
        }
        Map<String, String> signatures = new HashMap<>(KeySignatures.of(master.json(), user));
        signatures.remove(master.name().toString());
        return signatures;
    }

    private static boolean isNew(CrossSigningKey key, Map<Usage, CrossSigningKey> stored) {
        return Optional.ofNullable(stored.get(key.usage()))
                .filter(old -> KeySignatures.haveSameContent(old.json(), key.json()))
                .isEmpty();
    }

    /** The key with the master key's signature alone, which the master key itself may lack. */
    private static CrossSigningKey signed(CrossSigningKey key, CrossSigningKey master) {
        String name = master.name().toString();
        Optional<String> signature =
                Optional.ofNullable(KeySignatures.of(key.json(), key.userId()).get(name));
        boolean isUnsignedMaster = key.usage() == Usage.MASTER && signature.isEmpty();
        if (!isUnsignedMaster && !key.isSignedWith(master)) {
            throw KeySignatures.invalid(
                    "The master key has not signed this " + key.usage().value());
        }
        return key.withOnly(signature.map(value -> Map.of(name, value)).orElseGet(Map::of));
    }

    private static void requireDistinct(
            Map<Usage, CrossSigningKey> stored, Set<Usage> removed, List<CrossSigningKey> added) {
        Collection<String> publicKeys = new HashSet<>();
        boolean areDistinct =
                stored.values().stream()
                                .filter(key -> !removed.contains(key.usage()))
                                .allMatch(key -> publicKeys.add(key.publicKey()))
                        && added.stream().allMatch(key -> publicKeys.add(key.publicKey()));
        if (!areDistinct) {
            throw MatrixException.invalidParam("Each key has to be another one");
        }
    }
}
