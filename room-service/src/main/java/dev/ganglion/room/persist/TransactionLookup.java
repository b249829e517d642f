package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.persist.BatchPlan.TransactionIn;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;
import reactor.util.function.Tuples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what earlier requests with the same transaction IDs have written. */
@Repository
public class TransactionLookup {
    /** That an event was written under a transaction. The hash alone is in the index. */
    private static final String IS_OF_TRANSACTION =
            """
            rooms.transaction_hash(e.sender, e.type, e.sender_device, e.txn_id)
                  = rooms.transaction_hash(n.sender, n.type, n.sender_device, n.txn_id)
              and e.sender = n.sender
              and e.sender_device = n.sender_device
              and e.txn_id = n.txn_id
              and e.type = n.type
            """;

    private final DatabaseClient database;

    TransactionLookup(DatabaseClient database) {
        this.database = database;
    }

    /** The event of a transaction, if it was written. Relies on event_of_transaction_hash. */
    public Mono<EventId> findWritten(RoomId room, TransactionKey key) {
        return database.sql(
                        """
                        select e.event_id
                        from rooms.room r
                        cross join (values (:sender, :device, :txnId, :type))
                             as n(sender, sender_device, txn_id, type)
                        join rooms.event e
                          on e.room_nid = r.room_nid
                          and %s
                        where r.room_id = :room
                        """
                                .formatted(IS_OF_TRANSACTION))
                .bind("sender", key.sender().value())
                .bind("device", key.deviceId())
                .bind("txnId", key.transactionId())
                .bind("type", key.eventType())
                .bind("room", room.value())
                .map(TransactionLookup::eventId)
                .one();
    }

    /**
     * One query a batch, none for a batch without transactions. Relies on
     * event_of_transaction_hash.
     */
    Mono<Map<TransactionIn, WrittenEvent>> findAll(List<PendingProposal> batch) {
        List<Asked> asked = new ArrayList<>();
        for (PendingProposal pending : batch) {
            pending.proposal()
                    .transaction()
                    .ifPresent(
                            key ->
                                    asked.add(
                                            new Asked(
                                                    asked.size(),
                                                    pending.head().identity().nid().value(),
                                                    new TransactionIn(
                                                            pending.proposal().roomId(), key))));
        }
        return asked.isEmpty() ? Mono.just(Map.of()) : query(asked);
    }

    private record Asked(int index, long roomNid, TransactionIn transaction) {
        TransactionKey key() {
            return transaction.key();
        }
    }

    private Mono<Map<TransactionIn, WrittenEvent>> query(List<Asked> asked) {
        return database.sql(
                        """
                        select n.index, e.event_id, e.position
                        from unnest(:indexes, :rooms, :senders, :devices, :txnIds, :types)
                             as n(index, room_nid, sender, sender_device, txn_id, type)
                        join rooms.event e
                          on e.room_nid = n.room_nid
                          and %s
                        """
                                .formatted(IS_OF_TRANSACTION))
                .bind("indexes", asked.stream().map(Asked::index).toArray(Integer[]::new))
                .bind("rooms", asked.stream().map(Asked::roomNid).toArray(Long[]::new))
                .bind("senders", Columns.texts(asked, ask -> ask.key().sender().value()))
                .bind("devices", Columns.texts(asked, ask -> ask.key().deviceId()))
                .bind("txnIds", Columns.texts(asked, ask -> ask.key().transactionId()))
                .bind("types", Columns.texts(asked, ask -> ask.key().eventType()))
                .map(row -> found(asked, row))
                .all()
                .collectMap(Tuple2::getT1, Tuple2::getT2);
    }

    private static Tuple2<TransactionIn, WrittenEvent> found(List<Asked> asked, Readable row) {
        int index = Objects.requireNonNull(row.get("index", Integer.class));
        return Tuples.of(
                asked.get(index).transaction(),
                new WrittenEvent(
                        eventId(row), Objects.requireNonNull(row.get("position", Long.class))));
    }

    private static EventId eventId(Readable row) {
        return EventId.parse(Objects.requireNonNull(row.get("event_id", String.class)));
    }
}
