/**
 * Devices, as auth-service knows them.
 *
 * <p>{@link dev.ganglion.sync.device.KnownDevices} is the door. What is sent to devices belongs to
 * {@code todevice}, what is told of them to {@code devicelist}.
 */
@NullMarked
package dev.ganglion.sync.device;

import org.jspecify.annotations.NullMarked;
