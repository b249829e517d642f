package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;

/**
 * A message and whom it is for.
 *
 * @param deviceId {@link #ALL_DEVICES} for all that the user has when it is written
 * @param content a JSON object, as it came
 */
record Addressed(UserId userId, DeviceId deviceId, RawJson content) {
    static final String ALL_DEVICES = "*";
}
