package dev.ganglion.gateway.token;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What auth-service announces when access tokens die: single ones by their hashes, or all of a
 * device, or all of a user. Why they died ({@code logged_out}) makes no difference here.
 */
record SessionsEnded(
        Optional<String> userId, Optional<String> deviceId, Set<String> tokenHashes, boolean all) {

    /** As if everything had ended: messages may have been missed. */
    static final SessionsEnded UNKNOWN =
            new SessionsEnded(Optional.empty(), Optional.empty(), Set.of(), true);

    static SessionsEnded parse(byte[] message) {
        JsonObject json = Json.parseObject(message);
        Set<String> hashes =
                json.array("token_hashes").stream()
                        .flatMap(array -> array.values().stream())
                        .filter(JsonString.class::isInstance)
                        .map(value -> ((JsonString) value).value())
                        .collect(Collectors.toUnmodifiableSet());
        return new SessionsEnded(
                json.string("user_id"),
                json.string("device_id"),
                hashes,
                json.bool("all").orElse(false));
    }

    /** Whether a session ends that is not named by its token's hash. */
    boolean coversAllOf(UserId user, Optional<DeviceId> device) {
        if (userId.isPresent() && !userId.get().equals(user.value())) {
            return false;
        }
        if (all) {
            return true;
        }
        return tokenHashes.isEmpty()
                && userId.isPresent()
                && deviceId.isPresent()
                && deviceId.equals(device.map(DeviceId::value));
    }
}
