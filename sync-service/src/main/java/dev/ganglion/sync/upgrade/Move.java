package dev.ganglion.sync.upgrade;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** One room takes the place of another. Either room may say so; it is true when both do. */
record Move(RoomId from, RoomId to) {
    /** What a create event says of its room; empty when it names no predecessor. */
    static Optional<Move> into(RoomId room, byte[] create) {
        return content(create)
                .flatMap(content -> content.object("predecessor"))
                .flatMap(predecessor -> predecessor.string("room_id"))
                .flatMap(RoomId::tryParse)
                .map(from -> new Move(from, room));
    }

    /** What a tombstone says of its room; empty when it names no replacement. */
    static Optional<Move> outOf(RoomId room, byte[] tombstone) {
        return content(tombstone)
                .flatMap(content -> content.string("replacement_room"))
                .flatMap(RoomId::tryParse)
                .map(to -> new Move(room, to));
    }

    private static Optional<JsonObject> content(byte[] event) {
        try {
            return Json.parseObject(event).object("content");
        } catch (InvalidJsonException _) {
            return Optional.empty();
        }
    }
}
