/**
 * How many unclaimed keys a device has left, told to the device itself.
 *
 * <p>Client-server API, module "End-to-end encryption", "Extensions to /sync". {@link
 * dev.ganglion.sync.keycount.KeyCounts} is the door. The keys themselves are auth-service's.
 */
@NullMarked
package dev.ganglion.sync.keycount;

import org.jspecify.annotations.NullMarked;
