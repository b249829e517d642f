package dev.ganglion.sync.receipt;

import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.Outcome;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Writes a batch of receipts in one transaction, under the lock of the stream. A receipt never goes
 * back.
 */
@Component
class ReceiptWriter implements BatchWriter<Receipt, Receipt> {
    private static final byte[] HINT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Bus bus;

    ReceiptWriter(DatabaseClient database, TransactionalOperator transaction, Bus bus) {
        this.database = database;
        this.transaction = transaction;
        this.bus = bus;
    }

    @Override
    public Mono<List<Outcome<Receipt>>> write(List<Receipt> batch) {
        return LaneLock.acquire(database, StreamClass.RECEIPTS, StreamPosition.FIRST_LANE)
                .then(upsert(furthest(batch)))
                .as(transaction::transactional)
                .doOnNext(written -> bus.publish(Channel.RECEIPTS, HINT))
                .map(
                        written ->
                                batch.stream()
                                        .<Outcome<Receipt>>map(Outcome.Written::new)
                                        .toList());
    }

    private static Collection<Receipt> furthest(List<Receipt> batch) {
        Map<Receipt.Key, Receipt> byKey = new HashMap<>();
        batch.forEach(
                receipt ->
                        byKey.merge(
                                receipt.key(),
                                receipt,
                                (first, second) ->
                                        second.eventPosition() > first.eventPosition()
                                                ? second
                                                : first));
        return byKey.values();
    }

    private Mono<Long> upsert(Collection<Receipt> receipts) {
        return database.sql(
                        """
                        insert into sync.receipt
                            (room_nid, user_id, receipt_type, thread_id, event_id, event_position, ts, position)
                        select n.room_nid, n.user_id, n.receipt_type, n.thread_id, n.event_id, n.event_position, n.ts,
                               nextval('sync.receipt_position')
                        from unnest(:rooms, :users, :types, :threads, :events, :eventPositions, :timestamps)
                             as n(room_nid, user_id, receipt_type, thread_id, event_id, event_position, ts)
                        on conflict (room_nid, user_id, receipt_type, thread_id) do update
                        set event_id = excluded.event_id,
                            event_position = excluded.event_position,
                            ts = excluded.ts,
                            position = excluded.position
                        where receipt.event_position < excluded.event_position
                        """)
                .bind("rooms", longs(receipts, Receipt::roomNid))
                .bind("users", texts(receipts, receipt -> receipt.userId().value()))
                .bind("types", texts(receipts, receipt -> receipt.key().type()))
                .bind("threads", texts(receipts, receipt -> receipt.key().threadId()))
                .bind("events", texts(receipts, Receipt::eventId))
                .bind("eventPositions", longs(receipts, Receipt::eventPosition))
                .bind("timestamps", longs(receipts, Receipt::timestamp))
                .fetch()
                .rowsUpdated();
    }

    private static Long[] longs(Collection<Receipt> receipts, ToLongFunction<Receipt> read) {
        return receipts.stream().mapToLong(read).boxed().toArray(Long[]::new);
    }

    private static String[] texts(Collection<Receipt> receipts, Function<Receipt, String> read) {
        return receipts.stream().map(read).toArray(String[]::new);
    }
}
