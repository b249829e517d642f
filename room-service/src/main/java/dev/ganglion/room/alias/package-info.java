/**
 * Aliases: names of rooms on this server.
 *
 * <p>Client-server API, "Room aliases". {@link dev.ganglion.room.alias.Aliases} is the door for
 * others. Which aliases a room shows is state of the room and set elsewhere; whether they lead to
 * it is judged by {@link dev.ganglion.room.alias.CanonicalAliases}, and which of them are new by
 * {@link dev.ganglion.room.alias.NamedAliases}.
 */
@NullMarked
package dev.ganglion.room.alias;

import org.jspecify.annotations.NullMarked;
