/**
 * Simplified sliding sync: clients ask for the rooms that they show, and are told of those alone.
 *
 * <p>MSC4186, under the path of its unstable name. What of a room a reader may see, and which rooms
 * a list holds, is decided by the packages that this one asks.
 */
@NullMarked
package dev.ganglion.sync.slidingsync;

import org.jspecify.annotations.NullMarked;
