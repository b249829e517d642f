package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Rows;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The statements that write messages. All of a batch, in the transaction of the caller. */
@Repository
class SendRepository {
    private static final String WRITE =
            """
            with head as (
                update sync.to_device_head
                set position = position + :count
                returning position - :count as before
            ), done as (
                insert into sync.to_device_transaction (sender, sender_device, type, txn_id)
                select *
                from unnest(:doneSenders, :doneDevices, :doneTypes, :doneTxnIds)
            )
            insert into sync.to_device_message
                (user_id, device_id, position, device_created, sender, type, content,
                 device_count, device_bytes, sender_count, sender_bytes)
            select n.user_id, n.device_id, head.before + n.number, n.created, n.sender, n.type, convert_to(n.content, 'UTF8'),
                   n.device_count, n.device_bytes, n.sender_count, n.sender_bytes
            from head
            cross join unnest(:users, :devices, :created, :senders, :types, :contents,
                              :deviceCounts, :deviceBytes, :senderCounts, :senderBytes)
                 with ordinality
                 as n(user_id, device_id, created, sender, type, content,
                      device_count, device_bytes, sender_count, sender_bytes, number)
            """;

    private final DatabaseClient database;

    SendRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Which of these requests were done before. Relies on to_device_transaction's primary key. */
    Mono<Set<SendTransaction>> done(List<SendTransaction> transactions) {
        return database.sql(
                        """
                        select t.sender, t.sender_device, t.type, t.txn_id
                        from unnest(:senders, :devices, :types, :txnIds)
                             as n(sender, sender_device, type, txn_id)
                        join sync.to_device_transaction t
                          on t.sender = n.sender and t.sender_device = n.sender_device
                          and t.type = n.type and t.txn_id = n.txn_id
                        """)
                .bind("senders", texts(transactions, each -> each.sender().value()))
                .bind("devices", texts(transactions, SendTransaction::senderDevice))
                .bind("types", texts(transactions, SendTransaction::type))
                .bind("txnIds", texts(transactions, SendTransaction::transactionId))
                .map(SendRepository::transaction)
                .all()
                .collect(Collectors.toSet());
    }

    /** Moves the stream on, remembers the requests and writes the messages. */
    Mono<Long> write(List<SendTransaction> done, List<Queues.Row> rows) {
        return database.sql(WRITE)
                .bind("count", (long) rows.size())
                .bind("doneSenders", texts(done, each -> each.sender().value()))
                .bind("doneDevices", texts(done, SendTransaction::senderDevice))
                .bind("doneTypes", texts(done, SendTransaction::type))
                .bind("doneTxnIds", texts(done, SendTransaction::transactionId))
                .bind("users", texts(rows, row -> row.recipient().device().userId().value()))
                .bind("devices", texts(rows, row -> row.recipient().device().deviceId().value()))
                .bind("created", longs(rows, row -> row.recipient().created()))
                .bind("senders", texts(rows, row -> row.request().transaction().sender().value()))
                .bind("types", texts(rows, row -> row.request().transaction().type()))
                .bind("contents", texts(rows, Queues.Row::content))
                .bind("deviceCounts", longs(rows, row -> row.queue().count()))
                .bind("deviceBytes", longs(rows, row -> row.queue().bytes()))
                .bind("senderCounts", longs(rows, row -> row.ofSender().count()))
                .bind("senderBytes", longs(rows, row -> row.ofSender().bytes()))
                .fetch()
                .rowsUpdated();
    }

    private static SendTransaction transaction(Readable row) {
        return new SendTransaction(
                new UserId(Rows.text(row, "sender")),
                Rows.text(row, "sender_device"),
                Rows.text(row, "type"),
                Rows.text(row, "txn_id"));
    }

    private static <T> String[] texts(List<T> all, Function<T, String> read) {
        return all.stream().map(read).toArray(String[]::new);
    }

    private static <T> Long[] longs(List<T> all, ToLongFunction<T> read) {
        return all.stream().mapToLong(read).boxed().toArray(Long[]::new);
    }
}
