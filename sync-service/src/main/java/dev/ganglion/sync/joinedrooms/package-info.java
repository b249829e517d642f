/**
 * Which rooms a user is in, kept in memory and moved on with the event stream.
 *
 * <p>{@link dev.ganglion.sync.joinedrooms.JoinedRooms} is the door. Rooms that were left are not
 * kept: they are read when they are asked for.
 */
@NullMarked
package dev.ganglion.sync.joinedrooms;

import org.jspecify.annotations.NullMarked;
