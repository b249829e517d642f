/**
 * Room versions as data: what each changed, nothing of how.
 *
 * <p>Specification: "Room Versions". The door is {@link dev.ganglion.protocol.version.RoomVersion}.
 */
@NullMarked
package dev.ganglion.protocol.version;

import org.jspecify.annotations.NullMarked;
