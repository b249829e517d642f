package dev.ganglion.sync.device;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import java.util.Optional;

/** A user's device. */
public record DeviceRef(UserId userId, DeviceId deviceId) {
    /** Empty for requests that are made without a device. */
    public static Optional<DeviceRef> of(Requester requester) {
        return of(requester.userId(), requester.deviceId());
    }

    public static Optional<DeviceRef> of(UserId user, Optional<DeviceId> device) {
        return device.map(id -> new DeviceRef(user, id));
    }
}
