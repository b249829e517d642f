package dev.ganglion.room.head;

import dev.ganglion.protocol.event.PduEvent;

/** A state event with its position in the stream of events. */
public record StateEvent(PduEvent event, long position) {
    private static final int OBJECTS = 1_000;
    private static final int BYTES_A_JSON_BYTE = 4;

    /** Roughly the bytes that it takes in memory, parsed. */
    int weight() {
        return OBJECTS + BYTES_A_JSON_BYTE * event.canonicalBytes().length;
    }
}
