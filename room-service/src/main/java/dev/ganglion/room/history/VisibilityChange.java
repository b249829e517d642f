package dev.ganglion.room.history;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/**
 * A membership of the reader, or a history visibility of the room, with the time that it held.
 *
 * @param from the position of the event that brought it
 * @param until the position of the event that ended it, excluded
 */
record VisibilityChange(String type, long from, long until, JsonObject content) {
    /** Reads type, valid_from, valid_to and json; empty when the row holds none. */
    static Optional<VisibilityChange> find(Readable row) {
        String type = row.get("type", String.class);
        if (type == null) {
            return Optional.empty();
        }
        Long until = row.get("valid_to", Long.class);
        return Optional.of(
                new VisibilityChange(
                        type,
                        Objects.requireNonNull(row.get("valid_from", Long.class)),
                        until == null ? Long.MAX_VALUE : until,
                        Json.parseObject(Objects.requireNonNull(row.get("json", byte[].class)))
                                .object("content")
                                .orElse(JsonObject.EMPTY)));
    }

    boolean isMembership() {
        return type.equals(EventTypes.MEMBER);
    }

    Membership membership() {
        return content.string("membership").flatMap(Membership::find).orElse(Membership.LEAVE);
    }

    HistoryVisibility visibility() {
        return content.string("history_visibility")
                .map(HistoryVisibility::parse)
                .orElse(HistoryVisibility.SHARED);
    }
}
