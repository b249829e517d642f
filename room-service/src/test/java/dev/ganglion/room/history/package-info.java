/** What may be seen of a room's past. */
@NullMarked
package dev.ganglion.room.history;

import org.jspecify.annotations.NullMarked;
