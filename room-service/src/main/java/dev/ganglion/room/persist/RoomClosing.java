package dev.ganglion.room.persist;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/**
 * Closes rooms for good: without its row in {@code room_head} a room is unknown to whoever reads or
 * writes. A write that is under way finds the head gone when it compares its version.
 */
@Service
public class RoomClosing {
    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final RoomHeads heads;
    private final EventHints hints;
    private final ServerProperties server;

    RoomClosing(
            DatabaseClient database,
            TransactionalOperator transaction,
            RoomHeads heads,
            EventHints hints,
            ServerProperties server) {
        this.database = database;
        this.transaction = transaction;
        this.heads = heads;
        this.hints = hints;
        this.server = server;
    }

    /** Who of this server's users may still be attached to a room that is closed. */
    public enum Attachment {
        /** Whoever; those who are inside lose the room without hearing of it. */
        ANY("true"),
        /** Nobody is in the room, invited or knocking. */
        LEFT("m.membership not in ('join', 'invite', 'knock')"),
        /** And all who were have forgotten it. */
        FORGOTTEN("m.membership not in ('join', 'invite', 'knock') and m.is_forgotten");

        private final String condition;

        Attachment(String condition) {
            this.condition = condition;
        }
    }

    /**
     * Closes a room, unless somebody is more attached to it than that. A room that is closed or
     * unknown already counts as closed.
     *
     * @param remains how long what is left of the room stays before {@code removal} takes it
     * @return whether it is closed now
     */
    public Mono<Boolean> close(RoomId room, Attachment most, Duration remains) {
        return lockHead(room)
                .flatMap(nid -> closeUnlessAttached(nid, most, remains))
                .defaultIfEmpty(true)
                .as(transaction::transactional)
                .doOnNext(
                        isClosed -> {
                            if (isClosed) {
                                heads.drop(room);
                                hints.publishClosed(room);
                            }
                        });
    }

    private Mono<Boolean> closeUnlessAttached(long nid, Attachment most, Duration remains) {
        return isAnyoneAttached(nid, most)
                .flatMap(
                        isAttached ->
                                isAttached
                                        ? Mono.just(false)
                                        : deleteHead(nid)
                                                .then(letRemain(nid, remains))
                                                .thenReturn(true));
    }

    /** Whoever writes to the room updates its head first: nobody does from here on. */
    private Mono<Long> lockHead(RoomId room) {
        return database.sql(
                        """
                        select h.room_nid
                        from rooms.room r
                        join rooms.room_head h on h.room_nid = r.room_nid
                        where r.room_id = :room
                        for update of h
                        """)
                .bind("room", room.value())
                .map(row -> Objects.requireNonNull(row.get("room_nid", Long.class)))
                .one();
    }

    /** Relies on room_member's primary key. */
    private Mono<Boolean> isAnyoneAttached(long nid, Attachment most) {
        return database.sql(
                        """
                        select m.user_id
                        from rooms.room_member m
                        where m.room_nid = :room and right(m.user_id, length(:suffix)) = :suffix
                          and not (%s)
                        order by m.user_id
                        limit 1
                        """
                                .formatted(most.condition))
                .bind("room", nid)
                .bind("suffix", ":" + server.serverName().value())
                .map(_ -> true)
                .one()
                .defaultIfEmpty(false);
    }

    private Mono<Void> deleteHead(long nid) {
        return database.sql("delete from rooms.room_head where room_nid = :room")
                .bind("room", nid)
                .then();
    }

    private Mono<Void> letRemain(long nid, Duration remains) {
        return database.sql(
                        """
                        update rooms.room
                        set remove_after = now() + make_interval(secs => :seconds),
                            is_published = false
                        where room_nid = :room
                        """)
                .bind("seconds", remains.toMillis() / 1_000.0)
                .bind("room", nid)
                .then();
    }
}
