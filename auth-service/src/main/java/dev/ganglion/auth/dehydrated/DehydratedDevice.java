package dev.ganglion.auth.dehydrated;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.service.web.RawJson;

/**
 * A device, and what revives it.
 *
 * @param deviceData encrypted by the client; nobody here can read it
 */
record DehydratedDevice(DeviceId deviceId, RawJson deviceData) {
    /** Without what revives it. */
    @Override
    public String toString() {
        return "DehydratedDevice[" + deviceId + "]";
    }
}
