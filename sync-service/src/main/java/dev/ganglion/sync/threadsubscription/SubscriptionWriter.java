package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;

/** Does what a client asks for a thread, under the lock of the stream. */
@Component
class SubscriptionWriter {
    private static final byte[] HINT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final SubscriptionRepository repository;
    private final ThreadSubscriptionProperties properties;
    private final Bus bus;

    SubscriptionWriter(
            DatabaseClient database,
            TransactionalOperator transaction,
            SubscriptionRepository repository,
            ThreadSubscriptionProperties properties,
            Bus bus) {
        this.database = database;
        this.transaction = transaction;
        this.repository = repository;
        this.properties = properties;
        this.bus = bus;
    }

    /** Clients repeat themselves: what changes nothing waits for nobody. */
    Mono<Void> apply(ThreadRef thread, Wish wish) {
        return stored(thread)
                .flatMap(stored -> Mono.justOrEmpty(wish.after(stored)))
                .flatMap(_ -> Uninterrupted.work(write(thread, wish).doOnNext(_ -> publish())))
                .then();
    }

    private Mono<Stored> stored(ThreadRef thread) {
        return repository.find(thread).defaultIfEmpty(Stored.NOTHING);
    }

    private Mono<SubscriptionState> write(ThreadRef thread, Wish wish) {
        return LaneLock.acquire(
                        database, StreamClass.THREAD_SUBSCRIPTIONS, StreamPosition.FIRST_LANE)
                .then(stored(thread))
                .delayUntil(stored -> makePlace(thread, stored))
                .flatMap(stored -> Mono.justOrEmpty(wish.after(stored)))
                .delayUntil(state -> store(thread, state))
                .as(transaction::transactional);
    }

    private void publish() {
        bus.publish(Channel.THREAD_SUBSCRIPTIONS, HINT);
    }

    /** Relies on thread_subscription_of_user. */
    private Mono<Void> makePlace(ThreadRef thread, Stored stored) {
        if (!stored.equals(Stored.NOTHING)) {
            return Mono.empty();
        }
        return database.sql(
                        """
                        select 1
                        from sync.thread_subscription
                        where user_id = :user
                        having count(*) >= :max
                        """)
                .bind("user", thread.user().value())
                .bind("max", properties.maxPerUser())
                .fetch()
                .first()
                .flatMap(_ -> forgetOldest(thread))
                .then();
    }

    /** What was unsubscribed from longest ago needs remembering least. */
    private Mono<Long> forgetOldest(ThreadRef thread) {
        return database.sql(
                        """
                        delete from sync.thread_subscription
                        where position = (
                            select min(position)
                            from sync.thread_subscription
                            where user_id = :user and state = 'unsubscribed'
                        )
                        """)
                .bind("user", thread.user().value())
                .fetch()
                .rowsUpdated()
                .filter(deleted -> deleted > 0)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.tooLarge(
                                                "You are subscribed to too many threads")));
    }

    /** Relies on event's primary key for the end of its stream. */
    private Mono<Void> store(ThreadRef thread, SubscriptionState state) {
        return database.sql(
                        """
                        insert into sync.thread_subscription
                            (user_id, room_nid, thread_root, state, seen_up_to, position)
                        values (:user, :room, :thread, :state,
                                case when :state = 'unsubscribed'
                                     then (select coalesce(max(position), 0) from rooms.event)
                                     else 0
                                end,
                                nextval('sync.thread_subscription_position'))
                        on conflict (user_id, room_nid, thread_root) do update
                        set state = excluded.state,
                            seen_up_to = excluded.seen_up_to,
                            position = excluded.position
                        """)
                .bind("user", thread.user().value())
                .bind("room", thread.roomNid())
                .bind("thread", thread.threadRoot())
                .bind("state", state.word())
                .then();
    }
}
