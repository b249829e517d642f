package dev.ganglion.sync.threadsubscription;

import static dev.ganglion.service.database.Rows.number;
import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.ring.StreamSource;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.List;

/** Reads thread subscriptions. */
@Repository
class SubscriptionRepository implements StreamSource<ThreadSubscription> {
    private static final String COLUMNS =
            """
            s.position, s.user_id, coalesce(r.room_id, '') as room_id, s.thread_root, s.state
            """;
    private static final int BATCH = 2_000;
    private static final long WEIGHT_OF_FIELDS = 300;

    private final DatabaseClient database;

    SubscriptionRepository(DatabaseClient database) {
        this.database = database;
    }

    /** What is stored of a thread; empty when the user never said anything. */
    Mono<Stored> find(ThreadRef thread) {
        return database.sql(
                        """
                        select state, seen_up_to
                        from sync.thread_subscription
                        where user_id = :user and room_nid = :room and thread_root = :thread
                        """)
                .bind("user", thread.user().value())
                .bind("room", thread.roomNid())
                .bind("thread", thread.threadRoot())
                .map(
                        row ->
                                new Stored(
                                        SubscriptionState.of(text(row, "state")),
                                        number(row, "seen_up_to")))
                .one();
    }

    /**
     * The last changes above {@code after}, up to and including {@code upTo}, from the last one
     * back. Relies on thread_subscription_of_user.
     */
    Mono<List<ThreadSubscription>> latest(UserId user, long after, long upTo, int limit) {
        return database.sql(
                        """
                        select %s
                        from sync.thread_subscription s
                        join rooms.room r on r.room_nid = s.room_nid
                        where s.user_id = :user and s.position > :after and s.position <= :upTo
                        order by s.position desc
                        limit :limit
                        """
                                .formatted(COLUMNS))
                .bind("user", user.value())
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .map(SubscriptionRepository::read)
                .all()
                .collectList();
    }

    /**
     * Deletes what was said of rooms that room-service has removed; the last of the stream stays
     * until it is the last no more.
     */
    Mono<Void> deleteOfRemovedRooms() {
        return database.sql(
                        """
                        delete from sync.thread_subscription s
                        where not exists (select 1 from rooms.room r where r.room_nid = s.room_nid)
                          and s.position < (select max(position) from sync.thread_subscription)
                        """)
                .then();
    }

    @Override
    public Mono<Long> lastPosition() {
        return database.sql(
                        """
                        select coalesce(max(position), 0) as position
                        from sync.thread_subscription
                        """)
                .map(row -> number(row, "position"))
                .one();
    }

    /** Relies on thread_subscription_by_position. */
    @Override
    public Mono<List<ThreadSubscription>> after(long position, int limit) {
        return database.sql(
                        """
                        select %s
                        from sync.thread_subscription s
                        left join rooms.room r on r.room_nid = s.room_nid
                        where s.position > :position
                        order by s.position
                        limit :limit
                        """
                                .formatted(COLUMNS))
                .bind("position", position)
                .bind("limit", limit)
                .map(SubscriptionRepository::read)
                .all()
                .collectList();
    }

    @Override
    public long positionOf(ThreadSubscription subscription) {
        return subscription.position();
    }

    @Override
    public long weightOf(ThreadSubscription subscription) {
        return WEIGHT_OF_FIELDS
                + subscription.userId().value().length()
                + subscription.roomId().length()
                + subscription.threadRoot().length();
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    private static ThreadSubscription read(Readable row) {
        return new ThreadSubscription(
                number(row, "position"),
                new UserId(text(row, "user_id")),
                text(row, "room_id"),
                text(row, "thread_root"),
                SubscriptionState.of(text(row, "state")));
    }
}
