/**
 * Aliases: names of rooms on this server.
 *
 * <p>Client-server API, "Room aliases". {@link dev.ganglion.room.alias.Aliases} is the door for
 * others. Which alias a room shows as its main one is state of the room and does not belong here.
 */
@NullMarked
package dev.ganglion.room.alias;

import org.jspecify.annotations.NullMarked;
