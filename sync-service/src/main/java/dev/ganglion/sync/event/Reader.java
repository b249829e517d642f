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
    /** Whether the event was sent by this device, which then is shown its transaction ID. */
    boolean sent(TimelineEvent event) {
        return userId.equals(event.sender())
                && event.origin()
                        .map(TimelineEvent.Origin::deviceId)
                        .equals(deviceId.map(DeviceId::value));
    }
}
