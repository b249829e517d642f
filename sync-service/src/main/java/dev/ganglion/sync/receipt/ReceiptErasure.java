package dev.ganglion.sync.receipt;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;
import dev.ganglion.sync.erasure.Belongings;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/**
 * Deletes receipts. One that is the last of the stream keeps its place, as the receipt of a room
 * that does not exist, until it is the last no more.
 */
@Component
class ReceiptErasure implements Belongings {
    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    ReceiptErasure(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Mono<Void> deleteOf(UserId user) {
        return LaneLock.acquire(database, StreamClass.RECEIPTS, StreamPosition.FIRST_LANE)
                .then(delete(user))
                .then(emptyLast(user))
                .as(transaction::transactional);
    }

    /** Relies on room_member_of_user and on receipt's primary key. */
    private Mono<Void> delete(UserId user) {
        return database.sql(
                        """
                        delete from sync.receipt c
                        using rooms.room_member m
                        where m.user_id = :user
                          and c.room_nid = m.room_nid
                          and c.user_id = m.user_id
                          and c.position < (select max(position) from sync.receipt)
                        """)
                .bind("user", user.value())
                .then();
    }

    /** Relies on receipt_by_position. */
    private Mono<Void> emptyLast(UserId user) {
        return database.sql(
                        """
                        update sync.receipt
                        set room_nid = 0,
                            receipt_type = 'm.read.private',
                            thread_id = '',
                            event_id = '',
                            event_position = 0,
                            ts = 0
                        where position = (select max(position) from sync.receipt)
                          and user_id = :user
                        """)
                .bind("user", user.value())
                .then();
    }
}
