package dev.ganglion.sync.threadsubscription;

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
 * Deletes thread subscriptions. One that is the last of the stream keeps its place, in a room that
 * does not exist, until it is the last no more.
 */
@Component
class SubscriptionErasure implements Belongings {
    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    SubscriptionErasure(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Mono<Void> deleteOf(UserId user) {
        return LaneLock.acquire(
                        database, StreamClass.THREAD_SUBSCRIPTIONS, StreamPosition.FIRST_LANE)
                .then(delete(user))
                .then(emptyLast(user))
                .as(transaction::transactional);
    }

    /** Relies on thread_subscription_of_user. */
    private Mono<Void> delete(UserId user) {
        return database.sql(
                        """
                        delete from sync.thread_subscription
                        where user_id = :user
                          and position < (select max(position) from sync.thread_subscription)
                        """)
                .bind("user", user.value())
                .then();
    }

    /** Relies on thread_subscription_by_position. */
    private Mono<Void> emptyLast(UserId user) {
        return database.sql(
                        """
                        update sync.thread_subscription
                        set room_nid = 0, thread_root = '', state = 'unsubscribed', seen_up_to = 0
                        where position = (select max(position) from sync.thread_subscription)
                          and user_id = :user
                        """)
                .bind("user", user.value())
                .then();
    }
}
