package dev.ganglion.room.delayedevent;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.delayedevent.ListQuery.Place;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/**
 * A delayed event as its sender looks at it.
 *
 * @param runningSince milliseconds since 1970
 * @param place in the list
 * @param isLast whether the list ends with it
 */
record Listed(
        String delayId,
        RoomId room,
        String type,
        Optional<String> stateKey,
        JsonObject content,
        long delayMs,
        long runningSince,
        Optional<Finalised> finalised,
        Place place,
        boolean isLast) {

    /**
     * What became of it.
     *
     * @param at milliseconds since 1970
     */
    record Finalised(Ending ending, long at) {}

    static Listed read(Readable row) {
        String delayId = text(row, "delay_id");
        return new Listed(
                delayId,
                RoomId.parse(text(row, "room_id")),
                text(row, "type"),
                Optional.ofNullable(row.get("state_key", String.class)),
                content(row),
                number(row, "delay_ms"),
                number(row, "since"),
                finalised(row),
                new Place(
                        Objects.requireNonNull(row.get("part", Integer.class)),
                        number(row, "rank"),
                        delayId),
                Objects.requireNonNull(row.get("is_last", Boolean.class)));
    }

    /** Its own, or its event's; an event that is gone leaves nothing. */
    private static JsonObject content(Readable row) {
        return Optional.ofNullable(row.get("content", byte[].class))
                .map(Json::parseObject)
                .or(
                        () ->
                                Optional.ofNullable(row.get("json", byte[].class))
                                        .flatMap(
                                                event -> Json.parseObject(event).object("content")))
                .orElse(JsonObject.EMPTY);
    }

    private static Optional<Finalised> finalised(Readable row) {
        return Optional.ofNullable(row.get("ended", Long.class))
                .map(
                        at ->
                                new Finalised(
                                        new Ending(
                                                text(row, "outcome"),
                                                text(row, "reason"),
                                                Optional.ofNullable(
                                                                row.get("event_id", String.class))
                                                        .map(EventId::parse),
                                                Optional.ofNullable(row.get("error", byte[].class))
                                                        .map(Json::parseObject)),
                                        at));
    }
}
