/**
 * Creating rooms: from what a client asks for to the events that a room begins with.
 *
 * <p>Client-server API, "Creation". The whole room is written in one transaction by {@code
 * persist.RoomCreator}. {@link dev.ganglion.room.create.CreateRoomService} is the door for others.
 */
@NullMarked
package dev.ganglion.room.create;

import org.jspecify.annotations.NullMarked;
