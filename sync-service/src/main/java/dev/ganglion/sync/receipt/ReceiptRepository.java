package dev.ganglion.sync.receipt;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.ring.StreamSource;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads receipts. */
@Repository
class ReceiptRepository implements StreamSource<Receipt> {
    private static final String COLUMNS =
            """
            c.room_nid, c.user_id, c.receipt_type, c.thread_id, c.event_id, c.event_position, c.ts,
            c.position
            """;

    private static final int BATCH = 2_000;
    private static final long WEIGHT_OF_FIELDS = 400;

    private final DatabaseClient database;

    ReceiptRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Where an event of a room stands; empty when the room has no such event. */
    Mono<Long> positionOf(long roomNid, EventId event) {
        return database.sql(
                        """
                        select position
                        from rooms.event
                        where event_id = :event and room_nid = :room
                        """)
                .bind("event", event.value())
                .bind("room", roomNid)
                .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                .one();
    }

    /**
     * The receipts of rooms, each above a position of its own, that a reader is shown. Relies on
     * receipt_in_room.
     *
     * @param after by the number of the room
     */
    Mono<List<Receipt>> ofRooms(Map<Long, Long> after, long upTo, UserId reader) {
        List<Long> rooms = List.copyOf(after.keySet());
        return database.sql(
                        """
                        select %s
                        from unnest(:rooms, :afters) as w(room_nid, after)
                        join sync.receipt c on c.room_nid = w.room_nid and c.position > w.after
                        where c.position <= :upTo
                          and (c.receipt_type <> 'm.read.private' or c.user_id = :reader)
                        order by c.position
                        """
                                .formatted(COLUMNS))
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("afters", rooms.stream().map(after::get).toArray(Long[]::new))
                .bind("upTo", upTo)
                .bind("reader", reader.value())
                .map(ReceiptRepository::read)
                .all()
                .collectList();
    }

    /** Relies on the primary key. */
    Mono<Set<Long>> roomsReadBy(UserId user, Set<Long> rooms, long after, long upTo) {
        return database.sql(
                        """
                        select distinct c.room_nid
                        from unnest(:rooms) as w(room_nid)
                        join sync.receipt c on c.room_nid = w.room_nid and c.user_id = :user
                        where c.position > :after and c.position <= :upTo
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .bind("user", user.value())
                .bind("after", after)
                .bind("upTo", upTo)
                .map(row -> number(row, "room_nid"))
                .all()
                .collect(Collectors.toSet());
    }

    /**
     * Deletes the receipts of rooms that room-service has removed; the last of the stream stays
     * until it is the last no more.
     */
    Mono<Void> deleteOfRemovedRooms() {
        return database.sql(
                        """
                        delete from sync.receipt c
                        where not exists (select 1 from rooms.room r where r.room_nid = c.room_nid)
                          and c.position < (select max(position) from sync.receipt)
                        """)
                .then();
    }

    @Override
    public Mono<Long> lastPosition() {
        return database.sql(
                        """
                        select coalesce(max(position), 0) as position
                        from sync.receipt
                        """)
                .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                .one();
    }

    /** Relies on receipt_by_position. */
    @Override
    public Mono<List<Receipt>> after(long position, int limit) {
        return database.sql(
                        """
                        select %s
                        from sync.receipt c
                        where c.position > :position
                        order by c.position
                        limit :limit
                        """
                                .formatted(COLUMNS))
                .bind("position", position)
                .bind("limit", limit)
                .map(ReceiptRepository::read)
                .all()
                .collectList();
    }

    @Override
    public long positionOf(Receipt receipt) {
        return receipt.position();
    }

    /** The user ID, event ID and thread ID, 255 bytes each at most, and the fields. */
    @Override
    public long weightOf(Receipt receipt) {
        return WEIGHT_OF_FIELDS
                + receipt.userId().value().length()
                + receipt.eventId().length()
                + receipt.key().threadId().length();
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    private static Receipt read(Readable row) {
        return new Receipt(
                new Receipt.Key(
                        number(row, "room_nid"),
                        new UserId(text(row, "user_id")),
                        text(row, "receipt_type"),
                        text(row, "thread_id")),
                text(row, "event_id"),
                number(row, "event_position"),
                number(row, "ts"),
                number(row, "position"));
    }
}
