/**
 * Messages from device to device: sent once, delivered once, in order, and kept until the next sync
 * says that they have arrived.
 *
 * <p>Client-server API, module "Send-to-Device messaging". {@link
 * dev.ganglion.sync.todevice.ToDevice} is the door. Which devices there are is for {@code device}
 * to say.
 */
@NullMarked
package dev.ganglion.sync.todevice;

import org.jspecify.annotations.NullMarked;
