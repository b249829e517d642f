package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.json.JsonBytes;

/** A room of an answer. */
@FunctionalInterface
interface RoomEntry {
    /** As an object. */
    void write(JsonBytes out);
}
