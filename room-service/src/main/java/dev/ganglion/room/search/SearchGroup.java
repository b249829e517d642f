package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.PduEvent;

/** By what results can be put together. */
enum SearchGroup {
    ROOM("room_id") {
        @Override
        String of(PduEvent event) {
            return event.roomId().value();
        }
    },
    SENDER("sender") {
        @Override
        String of(PduEvent event) {
            return event.sender().value();
        }
    };

    private final String key;

    SearchGroup(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Which group of this kind an event belongs to. */
    abstract String of(PduEvent event);

    static SearchGroup parse(String key) {
        return switch (key) {
            case "room_id" -> ROOM;
            case "sender" -> SENDER;
            default ->
                    throw MatrixException.invalidParam("Results are grouped by room_id or sender");
        };
    }
}
