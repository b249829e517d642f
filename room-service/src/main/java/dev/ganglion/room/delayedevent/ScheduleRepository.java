package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.persist.TransactionKey;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts events into the table of those that wait. Relies on delayed_event_of_user and
 * delayed_event_of_transaction.
 */
@Repository
class ScheduleRepository {
    private final DatabaseClient database;

    ScheduleRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * How many events of a user wait.
     *
     * @param next how long until the first of them is sent
     */
    record Waiting(long count, Duration next) {}

    /** Until the transaction's end nobody else schedules for this user. */
    Mono<Void> lock(UserId user) {
        return database.sql(
                        "select pg_advisory_xact_lock(hashtextextended('delayed events ' || :user, 0))")
                .bind("user", user.value())
                .then();
    }

    /** What an earlier request with that transaction scheduled, while it is remembered. */
    Mono<DelayId> findRepeated(RoomId room, TransactionKey key) {
        return database.sql(
                        """
                        select d.delay_id
                        from rooms.room r
                        join rooms.delayed_event d on d.room_nid = r.room_nid
                        where r.room_id = :room and d.user_id = :user and d.device_id = :device
                          and d.type = :type and d.txn_id = :transaction
                        """)
                .bind("user", key.sender().value())
                .bind("device", key.deviceId())
                .bind("room", room.value())
                .bind("type", key.eventType())
                .bind("transaction", key.transactionId())
                .map(row -> new DelayId(Objects.requireNonNull(row.get("delay_id", String.class))))
                .one();
    }

    Mono<Waiting> countWaiting(UserId user) {
        return database.sql(
                        """
                        select count(*) as count,
                               coalesce(greatest(extract(epoch from min(due_at) - now()) * 1000, 0), 0)::bigint as next
                        from rooms.delayed_event
                        where user_id = :user and finalised_at is null
                        """)
                .bind("user", user.value())
                .map(
                        row ->
                                new Waiting(
                                        Objects.requireNonNull(row.get("count", Long.class)),
                                        Duration.ofMillis(
                                                Objects.requireNonNull(
                                                        row.get("next", Long.class)))))
                .one();
    }

    /** Forgets the oldest of the user's events that are over, so that as many are left. */
    Mono<Void> trim(UserId user, int left) {
        return database.sql(
                        """
                        delete from rooms.delayed_event
                        where delay_id in (
                            select delay_id
                            from rooms.delayed_event
                            where user_id = :user and finalised_at is not null
                            order by finalised_at desc
                            offset :left)
                        """)
                .bind("user", user.value())
                .bind("left", left)
                .then();
    }

    /** Its delay begins now, by the database's clock. */
    Mono<DelayId> insert(DelayId id, ScheduleRequest request) {
        EventDraft draft = request.draft();
        Optional<TransactionKey> key = request.transaction();
        return database.sql(
                        """
                        insert into rooms.delayed_event (delay_id, user_id, device_id, txn_id, room_nid, type,
                            state_key, content, scheduled_after, delay_ms, running_since, due_at)
                        select :id, :user, :device, :transaction, r.room_nid, :type,
                               :stateKey, :content, h.latest_position, :delay, n.now,
                               n.now + :delay * interval '1 millisecond'
                        from rooms.room r
                        join rooms.room_head h on h.room_nid = r.room_nid
                        cross join (select clock_timestamp() as now) n
                        where r.room_id = :room
                        """)
                .bind("id", id.value())
                .bind("user", draft.sender().value())
                .bind("device", key.map(TransactionKey::deviceId).orElse(""))
                .bind("transaction", text(key.map(TransactionKey::transactionId)))
                .bind("room", request.room().value())
                .bind("type", draft.type())
                .bind("stateKey", text(draft.stateKey()))
                .bind("content", CanonicalJson.encode(draft.content()))
                .bind("delay", request.delay().toMillis())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .map(_ -> id)
                .switchIfEmpty(Mono.error(RoomHeads::notInRoom));
    }

    private static Parameter text(Optional<String> value) {
        return Parameters.in(R2dbcType.VARCHAR, value.orElse(null));
    }
}
