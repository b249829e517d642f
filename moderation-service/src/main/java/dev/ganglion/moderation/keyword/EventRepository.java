package dev.ganglion.moderation.keyword;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Objects;

/** What people can read of the event stream, and how far it has been read. */
@Repository
class EventRepository {
    private static final String CURSOR = "keywords";

    /** The types that people read. */
    private static final String[] TYPES = {
        EventTypes.MESSAGE, EventTypes.STICKER, EventTypes.NAME, EventTypes.TOPIC, EventTypes.MEMBER
    };

    private final DatabaseClient database;

    EventRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Relies on the primary key of rooms.event. */
    Flux<WatchedEvent> list(long after, long upTo, int limit) {
        return database.sql(
                        """
                        select event.position, event.event_id, room.room_id, event.sender, event.type, event.json
                        from rooms.event
                        join rooms.room using (room_nid)
                        where event.position > :after and event.position <= :upTo
                          and event.type = any(:types)
                        order by event.position
                        limit :limit
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("types", TYPES)
                .bind("limit", limit)
                .map(EventRepository::event)
                .all();
    }

    /** Where reading was left. */
    Mono<Long> findCursor() {
        return database.sql(
                        """
                        select position
                        from moderation.stream_cursor
                        where name = :name
                        """)
                .bind("name", CURSOR)
                .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                .one();
    }

    Mono<Void> saveCursor(long position) {
        return database.sql(
                        """
                        insert into moderation.stream_cursor (name, position)
                        values (:name, :position)
                        on conflict (name) do update set position = excluded.position
                        """)
                .bind("name", CURSOR)
                .bind("position", position)
                .then();
    }

    private static WatchedEvent event(Readable row) {
        return new WatchedEvent(
                Objects.requireNonNull(row.get("position", Long.class)),
                text(row, "event_id"),
                text(row, "room_id"),
                text(row, "sender"),
                text(row, "type"),
                content(Objects.requireNonNull(row.get("json", byte[].class))));
    }

    private static JsonObject content(byte[] pdu) {
        return Json.parseObject(pdu).object("content").orElse(JsonObject.EMPTY);
    }
}
