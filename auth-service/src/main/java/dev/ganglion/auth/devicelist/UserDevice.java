package dev.ganglion.auth.devicelist;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

/** A device of a user. */
public record UserDevice(UserId userId, DeviceId deviceId) {}
