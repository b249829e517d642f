package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.service.web.RawJson;

import java.util.Optional;

/**
 * A device with keys, as others see it.
 *
 * @param keys as they are stored: of thousands of devices they are read elsewhere
 */
record QueriedDevice(UserDevice device, RawJson keys, Optional<String> displayName) {}
