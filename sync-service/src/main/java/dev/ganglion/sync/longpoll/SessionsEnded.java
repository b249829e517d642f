package dev.ganglion.sync.longpoll;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What auth-service announces when access tokens die: single ones by their hashes, or all of a
 * device, or all of a user.
 *
 * @param isLogout whether the session of the tokens named is over; else they were replaced or have
 *     expired, and what to do next is said to whoever asks again
 */
record SessionsEnded(
        UserId user,
        Optional<String> deviceId,
        Set<String> tokenHashes,
        boolean isAll,
        boolean isLogout) {
    /** What it means for one request. */
    enum End {
        NONE,
        LOGOUT,
        REPLACEMENT
    }

    /** Empty when it names no user. */
    static Optional<SessionsEnded> parse(byte[] message) {
        JsonObject json = Json.parseObject(message);
        Set<String> hashes =
                json.array("token_hashes")
                        .orElse(JsonArray.EMPTY)
                        .strings()
                        .collect(Collectors.toUnmodifiableSet());
        return json.string("user_id")
                .flatMap(UserId::tryParse)
                .map(
                        user ->
                                new SessionsEnded(
                                        user,
                                        json.string("device_id"),
                                        hashes,
                                        json.bool("all").orElse(false),
                                        json.bool("logged_out").orElse(false)));
    }

    /**
     * A device's name covers all of its tokens only where none is named: after a refresh or a new
     * login the device has others, which are good.
     */
    End endOf(Requester requester) {
        if (!user.equals(requester.userId())) {
            return End.NONE;
        }
        if (isAll || coversDeviceOf(requester)) {
            return End.LOGOUT;
        }
        if (requester.tokenHash().filter(tokenHashes::contains).isEmpty()) {
            return End.NONE;
        }
        return isLogout ? End.LOGOUT : End.REPLACEMENT;
    }

    private boolean coversDeviceOf(Requester requester) {
        return tokenHashes.isEmpty()
                && deviceId.isPresent()
                && deviceId.equals(requester.deviceId().map(DeviceId::value));
    }
}
