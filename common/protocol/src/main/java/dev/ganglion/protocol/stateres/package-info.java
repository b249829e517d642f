/**
 * State resolution: which state a room has where branches of its history meet, in the three
 * algorithms that room versions use.
 *
 * <p>Specification: room versions 1, 2 and 12, "State resolution". The door is {@link
 * dev.ganglion.protocol.stateres.StateResolution}. Loading events is the caller's; nothing here
 * waits.
 */
@NullMarked
package dev.ganglion.protocol.stateres;

import org.jspecify.annotations.NullMarked;
