package dev.ganglion.sync.relation;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.ClientEventBytes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.relation.BundledAggregations;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.EventWriter;
import dev.ganglion.sync.event.Reader;
import dev.ganglion.sync.event.TimelineEvent.Header;
import dev.ganglion.sync.event.TimelineEvent.Origin;
import dev.ganglion.sync.json.JsonBytes;

import io.r2dbc.spi.Readable;

import java.util.Objects;
import java.util.Optional;

/** An event that is shown inside another. */
record ChildEvent(String roomId, Header header, Optional<Origin> origin, RawJson pdu) {
    /** What {@link #find} reads of the event {@code name}. */
    static String columns(String name) {
        return """
               %1$s.event_id as %1$s_id, %1$s.type as %1$s_type, %1$s.state_key as %1$s_state_key,
               %1$s.sender as %1$s_sender, %1$s.origin_server_ts as %1$s_ts, %1$s.json as %1$s_json,
               %1$s.sender_device as %1$s_device, %1$s.txn_id as %1$s_txn
               """
                .formatted(name);
    }

    /** Empty where the row has no such event. */
    static Optional<ChildEvent> find(Readable row, String name) {
        String eventId = row.get(name + "_id", String.class);
        return eventId == null
                ? Optional.empty()
                : Optional.of(
                        new ChildEvent(
                                text(row, "room_id"),
                                new Header(
                                        eventId,
                                        text(row, name + "_type"),
                                        Optional.ofNullable(
                                                row.get(name + "_state_key", String.class)),
                                        new UserId(text(row, name + "_sender")),
                                        Objects.requireNonNull(row.get(name + "_ts", Long.class))),
                                origin(row, name),
                                RawJson.ofTrusted(
                                        Objects.requireNonNull(
                                                row.get(name + "_json", byte[].class)))));
    }

    /** The whole event, as clients get it. Client-server API, "Room Event Format". */
    byte[] json(Reader reader, ErasedEvents erased, BundledAggregations bundled) {
        JsonBytes unsigned = new JsonBytes().beginObject();
        EventWriter.writeSending(unsigned, header, origin, reader);
        return ClientEventBytes.splice(
                erased.hidesQuoted(header.sender()) ? erased.rest(pdu.bytes()) : pdu.bytes(),
                new EventId(header.eventId()),
                Optional.of(roomId),
                bundled.addedTo(unsigned.endObject().toBytes()));
    }

    private static Optional<Origin> origin(Readable row, String name) {
        String device = row.get(name + "_device", String.class);
        String transaction = row.get(name + "_txn", String.class);
        return device == null || transaction == null
                ? Optional.empty()
                : Optional.of(new Origin(device, transaction));
    }
}
