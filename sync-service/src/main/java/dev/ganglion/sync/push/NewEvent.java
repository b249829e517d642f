package dev.ganglion.sync.push;

import dev.ganglion.protocol.event.PduEvent;

/**
 * An event of a room that somebody with a pusher is in.
 *
 * @param members how many users are joined to the room
 */
record NewEvent(long position, long roomNid, PduEvent event, long members) {}
