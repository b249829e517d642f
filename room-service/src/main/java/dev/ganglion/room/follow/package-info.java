/**
 * Background readers of the event stream: what is made of events after they were written, and may
 * come a moment later, such as an index.
 *
 * <p>{@link dev.ganglion.room.follow.StreamReaders} is the door: it runs a {@link
 * dev.ganglion.room.follow.StreamReader} on one replica at a time and remembers how far it came.
 * What a reader makes of the events belongs to its capability.
 */
@NullMarked
package dev.ganglion.room.follow;

import org.jspecify.annotations.NullMarked;
