/**
 * Background readers of the event stream: what is made of events after they were written, and may
 * come a moment later, such as an index.
 *
 * <p>{@link dev.ganglion.room.follow.StreamReader} is the door: a bean of this type is run on one
 * replica at a time, and {@link dev.ganglion.room.follow.StreamCursors} remember how far it came.
 * What a reader makes of the events belongs to its capability.
 */
@NullMarked
package dev.ganglion.room.follow;

import org.jspecify.annotations.NullMarked;
