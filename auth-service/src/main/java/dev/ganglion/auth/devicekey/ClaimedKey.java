package dev.ganglion.auth.devicekey;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.KeyName;

/**
 * A key that was handed out.
 *
 * @param text its JSON
 */
record ClaimedKey(UserDevice device, KeyName name, String text) {}
