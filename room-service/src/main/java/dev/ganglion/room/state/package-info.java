/**
 * State: setting a piece of a room's state, and reading it as of the point up to which a user sees
 * the room.
 *
 * <p>Client-server API, "Getting events for a room" and "Sending events to a room". The members of
 * a room, as lists, are in {@code timeline}. {@link dev.ganglion.room.state.StateService} is the
 * door for others, {@link dev.ganglion.room.state.EventKeys} is for every endpoint at which an
 * event is named.
 */
@NullMarked
package dev.ganglion.room.state;

import org.jspecify.annotations.NullMarked;
