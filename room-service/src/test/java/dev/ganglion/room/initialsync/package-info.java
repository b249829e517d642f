/** A room all at once. */
@NullMarked
package dev.ganglion.room.initialsync;

import org.jspecify.annotations.NullMarked;
