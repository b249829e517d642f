package dev.ganglion.room.history;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/**
 * A membership of the reader, or a history visibility of the room, with the time that it held.
 *
 * @param from the position of the event that brought it
 * @param until the position of the event that ended it, excluded
 * @param word what the event says
 */
record StateChange(String type, long from, long until, String word) {
    /** Reads type, valid_from, valid_to and word; empty when the row holds none. */
    static Optional<StateChange> find(Readable row) {
        String type = row.get("type", String.class);
        String word = row.get("word", String.class);
        if (type == null || word == null) {
            return Optional.empty();
        }
        Long until = row.get("valid_to", Long.class);
        return Optional.of(
                new StateChange(
                        type,
                        Objects.requireNonNull(row.get("valid_from", Long.class)),
                        until == null ? Long.MAX_VALUE : until,
                        word));
    }

    boolean isMembership() {
        return type.equals(EventTypes.MEMBER);
    }

    Membership membership() {
        return Membership.find(word).orElse(Membership.LEAVE);
    }

    HistoryVisibility visibility() {
        return HistoryVisibility.parse(word);
    }
}
