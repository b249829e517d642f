/**
 * What others have to be told of a user's devices and keys: the two streams that sync-service
 * follows, of device lists and of the numbers of a device's unclaimed keys.
 *
 * <p>Specification: client-server API, "Tracking the device list for a user" and "Extensions to
 * /sync". {@link dev.ganglion.auth.devicelist.DeviceLists} is the door, and the only place that
 * writes the streams. What the keys are does not belong here.
 */
@NullMarked
package dev.ganglion.auth.devicelist;

import org.jspecify.annotations.NullMarked;
