package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;
import dev.ganglion.service.stream.LaneLock;
import dev.ganglion.service.stream.StreamClass;
import dev.ganglion.service.stream.StreamFollower;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.infrastructure.Infrastructure;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Many writers on several replicas, transactions that fail, are cancelled or lose their connection,
 * and readers that follow all the while: what a reader was handed must be the final stream from its
 * start, each time a closed prefix of it.
 */
@GanglionTest(properties = "ganglion.database.pool-size=12")
class GapFreeStreamIT {
    private static final int REPLICAS = 4;
    private static final int WRITERS = 32;
    private static final int WRITES = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private record Entry(int writer, int number) {}

    @Autowired private DatabaseClient database;
    @Autowired private TransactionalOperator transactions;
    @Autowired private MeterRegistry meters;

    @Value("${ganglion.database.name}")
    private String databaseName;

    private final Random random = new Random(42);

    @Test
    void aReaderThatHasSeenAPositionHasSeenEverythingBeforeIt() throws Exception {
        List<Recorder> recorders = IntStream.range(0, 6).mapToObj(_ -> new Recorder()).toList();

        List<GroupCommit<Entry, Long>> replicas =
                IntStream.range(0, REPLICAS).mapToObj(i -> replica("replica-" + i)).toList();

        var killing =
                Flux.interval(Duration.ofMillis(150))
                        .onBackpressureDrop()
                        .concatMap(_ -> kill())
                        .subscribe();
        try {
            Flux.range(0, WRITERS)
                    .flatMap(writer -> writeAll(writer, replicas.get(writer % REPLICAS)), WRITERS)
                    .then()
                    .block(PATIENCE);
        } finally {
            killing.dispose();
        }

        List<String> stream = all();
        assertThat(stream).hasSize(WRITERS * WRITES);
        for (Recorder recorder : recorders) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> recorder.seen.size() >= stream.size());
            recorder.follower.dispose();
            assertThat(recorder.seen).isEqualTo(stream);
        }
    }

    /** A client that repeats a write until it is acknowledged. */
    private Flux<Long> writeAll(int writer, GroupCommit<Entry, Long> replica) {
        return Flux.range(0, WRITES)
                .concatMap(
                        number ->
                                replica.submit(new Entry(writer, number))
                                        .retryWhen(Retry.fixedDelay(1_000, Duration.ofMillis(5))));
    }

    private GroupCommit<Entry, Long> replica(String name) {
        return new GroupCommit<>(
                name, GroupCommitSettings.DEFAULT, meters, BatchWriter.of(this::write));
    }

    private Mono<List<Long>> write(List<Entry> batch) {
        Mono<List<Long>> transaction =
                transactions.transactional(
                        LaneLock.acquire(database, StreamClass.RECEIPTS, 0)
                                .then(insert(batch))
                                .then(Mono.defer(this::sometimesFail))
                                .thenReturn(Collections.nCopies(batch.size(), 1L)));
        return isOneIn(8) ? cancelledHalfway(transaction) : transaction;
    }

    private Mono<Void> insert(List<Entry> batch) {
        return database.sql(
                        """
                        insert into entry (position, writer, number)
                        select nextval('entry_position'), batch.writer, batch.number
                        from unnest(:writers, :numbers) as batch (writer, number)
                        on conflict (writer, number) do nothing
                        """)
                .bind("writers", batch.stream().map(Entry::writer).toArray(Integer[]::new))
                .bind("numbers", batch.stream().map(Entry::number).toArray(Integer[]::new))
                .then();
    }

    private Mono<Void> sometimesFail() {
        return isOneIn(8) ? Mono.error(new IllegalStateException("rolled back")) : Mono.empty();
    }

    private Mono<List<Long>> cancelledHalfway(Mono<List<Long>> transaction) {
        Mono<List<Long>> impatience =
                Mono.delay(Duration.ofNanos(random.nextInt(3_000_000)))
                        .then(Mono.error(new IllegalStateException("cancelled")));
        return Mono.firstWithSignal(transaction, impatience);
    }

    private synchronized boolean isOneIn(int odds) {
        return random.nextInt(odds) == 0;
    }

    /** Ends one of the connections that are within a transaction. */
    private Mono<Void> kill() {
        return Mono.<Void>fromRunnable(this::terminateOne)
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorComplete();
    }

    private void terminateOne() {
        var postgres = Infrastructure.shared().postgres();
        String url =
                "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + databaseName;
        try (Connection admin =
                        DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement =
                        admin.prepareStatement(
                                """
                                select pg_terminate_backend(pid)
                                from pg_stat_activity
                                where datname = ? and usename = 'ganglion_sync'
                                  and state <> 'idle' and xact_start is not null
                                limit 1
                                """)) {
            statement.setString(1, databaseName);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Mono<Long> maximum() {
        return database.sql("select coalesce(max(position), 0) as position from entry")
                .map(row -> Objects.requireNonNull(row.get("position", Long.class)))
                .one();
    }

    private Mono<List<String>> range(long from, long to) {
        return database.sql(
                        """
                        select position, writer, number
                        from entry
                        where position > :from and position <= :to
                        order by position
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(
                        row ->
                                row.get("position", Long.class)
                                        + ":"
                                        + row.get("writer", Integer.class)
                                        + ":"
                                        + row.get("number", Integer.class))
                .all()
                .collectList();
    }

    private List<String> all() {
        return Objects.requireNonNull(range(0, Long.MAX_VALUE).block(PATIENCE));
    }

    /** Remembers what it was handed, in that order. */
    private final class Recorder {
        private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        private final StreamFollower follower =
                StreamFollower.of("recorder", maximum())
                        .hints(Flux.interval(Duration.ofMillis(3)).onBackpressureDrop(), () -> true)
                        .follow((from, to) -> range(from, to).doOnNext(seen::addAll).then());
    }
}
