package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.Outcome;
import dev.ganglion.service.stream.StreamClass;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Writes a batch of changes in one transaction, under the lock of the stream: positions become
 * visible in order, and what a change was made from cannot move while it is compared.
 */
@Component
class ChangeWriter implements BatchWriter<Change, Long> {
    private static final int MAX_PER_USER = 10_000;
    private static final byte[] HINT = "{}".getBytes(StandardCharsets.US_ASCII);

    private static final String UPSERT =
            """
                        insert into sync.account_data (user_id, room_id, type, content, position)
                        select n.user_id, n.room_id, n.type, convert_to(n.content, 'UTF8'),
                               nextval('sync.account_data_position')
                        from unnest(:users, :rooms, :types, :contents, :expected)
                             as n(user_id, room_id, type, content, expected)
                        left join sync.account_data a
                          on a.user_id = n.user_id and a.room_id = n.room_id and a.type = n.type
                        where (n.expected < 0 or n.expected = coalesce(a.position, 0))
                          and (a.user_id is not null
                               or (select count(*) from sync.account_data c where c.user_id = n.user_id) < :max)
                        on conflict (user_id, room_id, type) do update
                        set content = excluded.content,
                            position = excluded.position
                        returning user_id, room_id, type, position
                        """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Bus bus;

    ChangeWriter(DatabaseClient database, TransactionalOperator transaction, Bus bus) {
        this.database = database;
        this.transaction = transaction;
        this.bus = bus;
    }

    /** A change made from something that has moved on: to be made again. */
    static final class Stale extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stale() {
            super("Changed meanwhile", null, false, false);
        }
    }

    private record Applied(Change.Key key, long position) {}

    @Override
    public Mono<List<Outcome<Long>>> write(List<Change> batch) {
        Map<Change.Key, Change> distinct = distinct(batch);
        return LaneLock.acquire(database, StreamClass.ACCOUNT_DATA, 0)
                .then(upsert(distinct.values()))
                .as(transaction::transactional)
                .doOnNext(applied -> bus.publish(Channel.ACCOUNT_DATA, HINT))
                .map(
                        applied ->
                                batch.stream()
                                        .map(change -> outcome(change, distinct, applied))
                                        .toList());
    }

    /**
     * Of several changes of one thing the last wins, but not over one that must see what it
     * changes.
     */
    private static Map<Change.Key, Change> distinct(List<Change> batch) {
        Map<Change.Key, Change> distinct = new LinkedHashMap<>();
        for (Change change : batch) {
            distinct.merge(
                    change.key(),
                    change,
                    (first, second) -> second.expected().isPresent() ? first : second);
        }
        return distinct;
    }

    private static Outcome<Long> outcome(
            Change change, Map<Change.Key, Change> distinct, Map<Change.Key, Long> applied) {
        Long position = applied.get(change.key());
        Change winner = distinct.get(change.key());
        if (change.expected().isPresent() && (position == null || !change.equals(winner))) {
            return new Outcome.Refused<>(new Stale());
        }
        return position == null
                ? new Outcome.Refused<>(
                        MatrixException.invalidParam("You keep too much account data"))
                : new Outcome.Written<>(position);
    }

    private Mono<Map<Change.Key, Long>> upsert(Collection<Change> changes) {
        return database.sql(UPSERT)
                .bind("users", texts(changes, change -> change.userId().value()))
                .bind("rooms", texts(changes, Change::roomId))
                .bind("types", texts(changes, Change::type))
                .bind("contents", texts(changes, Change::content))
                .bind(
                        "expected",
                        changes.stream()
                                .map(change -> change.expected().orElse(-1L))
                                .toArray(Long[]::new))
                .bind("max", MAX_PER_USER)
                .map(
                        row ->
                                new Applied(
                                        new Change.Key(
                                                Objects.requireNonNull(
                                                        row.get("user_id", String.class)),
                                                Objects.requireNonNull(
                                                        row.get("room_id", String.class)),
                                                Objects.requireNonNull(
                                                        row.get("type", String.class))),
                                        Objects.requireNonNull(row.get("position", Long.class))))
                .all()
                .collectMap(Applied::key, Applied::position);
    }

    private static String[] texts(Collection<Change> changes, Function<Change, String> read) {
        return changes.stream().map(read).toArray(String[]::new);
    }
}
