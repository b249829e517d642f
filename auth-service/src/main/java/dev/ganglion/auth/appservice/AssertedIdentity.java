package dev.ganglion.auth.appservice;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * Whom an application service wants to be, as the query of its request says.
 *
 * @param userId its sender when absent
 * @param deviceId none when absent
 */
public record AssertedIdentity(Optional<UserId> userId, Optional<DeviceId> deviceId) {
    /** Fails with {@code M_INVALID_PARAM} for what can be neither. */
    public static AssertedIdentity of(Optional<String> userId, Optional<String> deviceId) {
        return new AssertedIdentity(
                userId.map(
                        text ->
                                UserId.tryParse(text)
                                        .orElseThrow(
                                                () ->
                                                        MatrixException.invalidParam(
                                                                "user_id is not a user ID"))),
                deviceId.map(
                        text ->
                                DeviceId.tryParse(text)
                                        .orElseThrow(
                                                () ->
                                                        MatrixException.invalidParam(
                                                                "device_id is not a device ID"))));
    }
}
