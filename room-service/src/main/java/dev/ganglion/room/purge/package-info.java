/**
 * Deleting events for good: the engine that every deletion goes through, and the purge of a room's
 * history that an administrator asks for.
 *
 * <p>{@link dev.ganglion.room.purge.EventPurge} is the door for whoever deletes events, {@link
 * dev.ganglion.room.purge.Keeping} says what stays; {@link dev.ganglion.room.purge.RoomRows}
 * deletes what is left of a room without events, and {@link dev.ganglion.room.purge.JobTable} keeps
 * what becomes of jobs that administrators ask for. {@code PurgedTables} names every table whose
 * rows go with an event or a room. When something is old enough to go is decided by {@code
 * retention}, {@code deletion} and {@code removal}.
 */
@NullMarked
package dev.ganglion.room.purge;

import org.jspecify.annotations.NullMarked;
