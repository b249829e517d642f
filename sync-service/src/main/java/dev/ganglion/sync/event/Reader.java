package dev.ganglion.sync.event;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * For whom events are written.
 *
 * @param now milliseconds since 1970
 */
public record Reader(UserId userId, Optional<DeviceId> deviceId, long now) {
    /** Whether it is this device, which is shown the transaction IDs that it has chosen. */
    boolean isOn(String device) {
        return deviceId.isPresent() && deviceId.get().value().equals(device);
    }
}
