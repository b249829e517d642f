package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.Outcome;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamPosition;
import dev.ganglion.sync.accountdata.Admission.Verdict;

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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a batch of changes in one transaction, under the lock of the stream: positions become
 * visible in order, what a change was made from cannot move while it is compared, and no other
 * write can use up the same rest of a user's quota.
 */
@Component
class ChangeWriter implements BatchWriter<Change, Long> {
    private static final byte[] HINT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final ChangeRepository repository;
    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Bus bus;

    ChangeWriter(
            ChangeRepository repository,
            DatabaseClient database,
            TransactionalOperator transaction,
            Bus bus) {
        this.repository = repository;
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

    /** What became of a batch: the new positions of those that were let through. */
    private record Result(Map<Change.Key, Verdict> verdicts, Map<Change.Key, Long> positions) {}

    @Override
    public Mono<List<Outcome<Long>>> write(List<Change> batch) {
        Map<Change.Key, Change> distinct = distinct(batch);
        return LaneLock.acquire(database, StreamClass.ACCOUNT_DATA, StreamPosition.FIRST_LANE)
                .then(Mono.defer(() -> verdicts(distinct.values())))
                .flatMap(verdicts -> apply(distinct.values(), verdicts))
                .as(transaction::transactional)
                .doOnNext(result -> bus.publish(Channel.ACCOUNT_DATA, HINT))
                .map(
                        result ->
                                batch.stream()
                                        .map(change -> outcome(change, distinct, result))
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

    /**
     * A user's rows are added up only when there is more to keep: a read marker that moves is not.
     */
    private Mono<Map<Change.Key, Verdict>> verdicts(Collection<Change> changes) {
        return repository
                .kept(changes)
                .flatMap(
                        kept ->
                                usages(growing(changes, kept))
                                        .map(usages -> new Admission(kept, usages))
                                        .map(admission -> admission.decide(changes)));
    }

    private Mono<Map<UserId, Usage>> usages(Set<UserId> users) {
        return users.isEmpty() ? Mono.just(Map.of()) : repository.usages(users);
    }

    private static Set<UserId> growing(Collection<Change> changes, Map<Change.Key, Kept> kept) {
        return changes.stream()
                .filter(change -> Admission.grows(change, kept))
                .map(Change::userId)
                .collect(Collectors.toSet());
    }

    private Mono<Result> apply(Collection<Change> changes, Map<Change.Key, Verdict> verdicts) {
        List<Change> admitted =
                changes.stream()
                        .filter(change -> verdicts.get(change.key()) == Verdict.WRITE)
                        .toList();
        Mono<Map<Change.Key, Long>> positions =
                admitted.isEmpty() ? Mono.just(Map.of()) : repository.upsert(admitted);
        return positions.map(written -> new Result(verdicts, written));
    }

    private static Outcome<Long> outcome(
            Change change, Map<Change.Key, Change> distinct, Result result) {
        boolean isBeaten =
                change.expected().isPresent() && !change.equals(distinct.get(change.key()));
        Verdict verdict =
                isBeaten
                        ? Verdict.STALE
                        : Objects.requireNonNull(result.verdicts().get(change.key()));
        return switch (verdict) {
            case WRITE ->
                    new Outcome.Written<>(
                            Objects.requireNonNull(result.positions().get(change.key())));
            case STALE -> new Outcome.Refused<>(new Stale());
            case TOO_MUCH ->
                    new Outcome.Refused<>(
                            MatrixException.tooLarge("You keep too much account data"));
        };
    }
}
