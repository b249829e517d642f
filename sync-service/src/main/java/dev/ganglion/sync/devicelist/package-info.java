/**
 * Whose devices and keys have changed, told to those who share an encrypted room and to nobody
 * else.
 *
 * <p>Client-server API, module "End-to-end encryption", "Tracking the device list for a user".
 * {@link dev.ganglion.sync.devicelist.DeviceLists} is the door; {@link
 * dev.ganglion.sync.devicelist.DeviceChanges} is the stream of auth-service behind it. The keys
 * themselves are auth-service's.
 */
@NullMarked
package dev.ganglion.sync.devicelist;

import org.jspecify.annotations.NullMarked;
