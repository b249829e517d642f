/**
 * Maintenance as a whole: recurring passes over everything, which are not repeated just because a
 * replica starts anew, and how far all maintenance has come, for operators.
 *
 * <p>{@link dev.ganglion.room.maintenance.Passes} is the door. What a pass does, and its name,
 * belong to the capability that makes it.
 */
@NullMarked
package dev.ganglion.room.maintenance;

import org.jspecify.annotations.NullMarked;
