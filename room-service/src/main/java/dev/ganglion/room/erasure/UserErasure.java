package dev.ganglion.room.erasure;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/** Erases users, once and for good. */
@Service
public class UserErasure {
    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    UserErasure(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /**
     * Hides the user's events from whoever joins a room from now on; of somebody who is erased
     * already the first time counts. To be repeated after an error.
     */
    public Mono<Void> erase(UserId user) {
        return LaneLock.acquire(database, StreamClass.EVENTS, StreamPosition.FIRST_LANE)
                .then(insert(user))
                // Whoever sees the new number finds the summaries gone, and makes them anew.
                .filter(inserted -> inserted > 0)
                .flatMap(_ -> forgetSummaries(user))
                .as(transaction::transactional);
    }

    /**
     * No event gets a position meanwhile. Relies on erased_user_in_order and on event's primary
     * key.
     */
    private Mono<Long> insert(UserId user) {
        return database.sql(
                        """
                        insert into rooms.erased_user (user_id, position, number)
                        select :user,
                               (select coalesce(max(position), 0) from rooms.event),
                               (select coalesce(max(number), 0) + 1 from rooms.erased_user)
                        on conflict (user_id) do nothing
                        """)
                .bind("user", user.value())
                .fetch()
                .rowsUpdated();
    }

    /**
     * What the directory shows of the user's rooms is made anew. Relies on room_member_of_user and
     * directory_entry's primary key.
     */
    private Mono<Void> forgetSummaries(UserId user) {
        return database.sql(
                        """
                        delete from rooms.directory_entry d
                        using rooms.room_member m
                        where m.user_id = :user
                          and m.room_nid = d.room_nid
                        """)
                .bind("user", user.value())
                .then();
    }

    /** Relies on erased_user's primary key. */
    public Mono<Boolean> isErased(UserId user) {
        return database.sql("select true from rooms.erased_user where user_id = :user")
                .bind("user", user.value())
                .map(_ -> true)
                .one()
                .defaultIfEmpty(false);
    }
}
