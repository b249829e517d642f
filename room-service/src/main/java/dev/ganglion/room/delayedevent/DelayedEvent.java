package dev.ganglion.room.delayedevent;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.DelayedEventOrigin;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.persist.TransactionKey;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/**
 * An event that is to be sent now.
 *
 * @param scheduledAfter the position of the room's last event when it was scheduled
 * @param attempts how often sending it has begun, this time included
 * @param isOvertaken whether somebody else has set the same state since it was scheduled
 */
record DelayedEvent(
        DelayId id,
        RoomId room,
        EventDraft draft,
        long scheduledAfter,
        int attempts,
        boolean isOvertaken) {
    /** Of {@code rooms.delayed_event d}. */
    static final String COLUMNS =
            """
            d.delay_id, d.user_id, d.type, d.state_key, d.content, d.scheduled_after, d.attempts,
            (select r.room_id from rooms.room r where r.room_nid = d.room_nid) as room_id
            """;

    /**
     * MSC4140, "Cancelling delayed state events by a more recent state event". Relies on the
     * primary keys of room_state and event.
     */
    static final String IS_OVERTAKEN =
            """
            (d.state_key is not null and exists (
                select 1
                from rooms.room_state s
                join rooms.event e on e.position = s.event_position
                where s.room_nid = d.room_nid and s.type = d.type and s.state_key = d.state_key
                  and s.valid_from > d.scheduled_after and e.sender <> d.user_id))
            """;

    static DelayedEvent read(Readable row) {
        return new DelayedEvent(
                new DelayId(text(row, "delay_id")),
                RoomId.parse(text(row, "room_id")),
                draft(row),
                Objects.requireNonNull(row.get("scheduled_after", Long.class)),
                Objects.requireNonNull(row.get("attempts", Integer.class)),
                Objects.requireNonNull(row.get("is_overtaken", Boolean.class)));
    }

    /** Under it, the event is written once however often it is sent. */
    TransactionKey transaction() {
        return new TransactionKey(
                draft.sender(), DelayedEventOrigin.DEVICE, draft.type(), id.value());
    }

    private static EventDraft draft(Readable row) {
        UserId sender = UserId.parse(text(row, "user_id"));
        JsonObject content =
                Json.parseObject(Objects.requireNonNull(row.get("content", byte[].class)));
        return new EventDraft(
                sender,
                text(row, "type"),
                Optional.ofNullable(row.get("state_key", String.class)),
                content,
                Optional.empty());
    }
}
