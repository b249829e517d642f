package dev.ganglion.auth.token;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

/** A login that has just been made. */
public record Session(UserId userId, DeviceId deviceId, IssuedTokens tokens) {}
