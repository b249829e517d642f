package dev.ganglion.sync.connection;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

/**
 * Whose connection it is.
 *
 * @param device empty for requests that are made without a device
 * @param name the client's {@code conn_id}, empty without one
 */
public record ConnectionKey(UserId user, String device, String name) {
    public static ConnectionKey of(Requester requester, String name) {
        return new ConnectionKey(
                requester.userId(), requester.deviceId().map(DeviceId::value).orElse(""), name);
    }
}
