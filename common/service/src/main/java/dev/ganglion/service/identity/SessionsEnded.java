package dev.ganglion.service.identity;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What auth-service announces on {@link dev.ganglion.service.bus.Channel#SESSIONS} when access
 * tokens die: single ones by their hashes, or all of a device, or all of a user. That a device was
 * deleted is announced even if it had no token, for an application service acts on a device without
 * one.
 *
 * @param user empty when anybody's may have ended
 * @param deviceId covers all tokens of the device only where none is named: after a refresh or a
 *     new login it has others, which are good
 * @param isAll whether it is about every token of the user
 * @param isLogout whether the session of the tokens named is over; else they were replaced or have
 *     expired, and what to do next is said to whoever asks again
 */
public record SessionsEnded(
        Optional<UserId> user,
        Optional<DeviceId> deviceId,
        Set<String> tokenHashes,
        boolean isAll,
        boolean isLogout) {

    /** As if everybody's had ended: messages may have been missed. */
    public static final SessionsEnded UNKNOWN =
            new SessionsEnded(Optional.empty(), Optional.empty(), Set.of(), true, false);

    /** Copies the set. */
    public SessionsEnded {
        tokenHashes = Set.copyOf(tokenHashes);
    }

    /** Every token of a user. */
    public static SessionsEnded allOf(UserId user, Set<String> tokenHashes) {
        return new SessionsEnded(Optional.of(user), Optional.empty(), tokenHashes, true, true);
    }

    /**
     * What a user may do has changed: whoever remembers a session of theirs asks anew, and finds it
     * good.
     */
    public static SessionsEnded changed(UserId user) {
        return new SessionsEnded(Optional.of(user), Optional.empty(), Set.of(), true, false);
    }

    /** Some tokens of a device. */
    public static SessionsEnded ofDevice(
            UserId user, DeviceId device, Set<String> tokenHashes, boolean isLogout) {
        return new SessionsEnded(
                Optional.of(user), Optional.of(device), tokenHashes, false, isLogout);
    }

    /**
     * Reads what {@link #encode} wrote. Without a user that can be read it is about anybody; what
     * does not say that a session goes on ends it.
     *
     * @throws InvalidJsonException when it is not a JSON object
     */
    public static SessionsEnded parse(byte[] message) {
        JsonObject json = Json.parseObject(message);
        return new SessionsEnded(
                json.string("user_id").flatMap(UserId::tryParse),
                json.string("device_id").flatMap(DeviceId::tryParse),
                json.array("token_hashes")
                        .orElse(JsonArray.EMPTY)
                        .strings()
                        .collect(Collectors.toSet()),
                json.bool("all").orElse(false),
                json.bool("logged_out").orElse(true));
    }

    /** The message that says so. */
    public byte[] encode() {
        return CanonicalJson.encode(
                JsonObject.builder()
                        .putIfPresent("user_id", user.map(UserId::value))
                        .putIfPresent("device_id", deviceId.map(DeviceId::value))
                        .put("token_hashes", JsonArray.ofStrings(tokenHashes))
                        .put("all", isAll)
                        .put("logged_out", isLogout)
                        .build());
    }

    /** Whether it ends such a session even though its token's hash is not named. */
    public boolean coversAllOf(UserId whose, Optional<DeviceId> device) {
        if (user.isPresent() && !user.get().equals(whose)) {
            return false;
        }
        return isAll || (user.isPresent() && coversDevice(device));
    }

    /**
     * Whether it ends what an application service does as a user on a device: the tokens of the
     * device may be named, and an application service has none of them.
     */
    public boolean endsActingAs(UserId whose, Optional<DeviceId> device) {
        return coversAllOf(whose, device)
                || (isLogout
                        && user.equals(Optional.of(whose))
                        && deviceId.isPresent()
                        && deviceId.equals(device));
    }

    private boolean coversDevice(Optional<DeviceId> device) {
        return tokenHashes.isEmpty() && deviceId.isPresent() && deviceId.equals(device);
    }
}
