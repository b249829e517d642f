package dev.ganglion.room.head;

import dev.ganglion.protocol.event.PduEvent;

/** A state event with its position in the stream of events. */
public record StateEvent(PduEvent event, long position) {}
