/**
 * The devices on which a user is logged in: list, rename, delete.
 *
 * <p>Specification: client-server API, "Device Management". No public door: endpoints only. Devices
 * come to be and end with their sessions, which are {@code token}'s.
 */
@NullMarked
package dev.ganglion.auth.device;

import org.jspecify.annotations.NullMarked;
