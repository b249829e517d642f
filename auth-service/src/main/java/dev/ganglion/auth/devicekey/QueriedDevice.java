package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** A device with keys, as others see it. */
record QueriedDevice(UserDevice device, JsonObject keys, Optional<String> displayName) {}
