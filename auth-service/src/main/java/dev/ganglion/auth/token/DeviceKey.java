package dev.ganglion.auth.token;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

/** A device of a user. */
record DeviceKey(UserId userId, DeviceId deviceId) {}
