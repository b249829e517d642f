package dev.ganglion.auth.device;

import dev.ganglion.protocol.identifier.DeviceId;

import java.util.Optional;

/** A device as its owner sees it. */
record Device(
        DeviceId deviceId,
        Optional<String> displayName,
        Optional<String> lastSeenIp,
        Optional<Long> lastSeenTs) {}
