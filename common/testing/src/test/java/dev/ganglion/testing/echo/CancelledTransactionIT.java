package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.ganglion.testing.GanglionTest;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Clients go away whenever they like; what they leave must not meet whoever comes next. */
@GanglionTest
class CancelledTransactionIT {
    private static final int ROUNDS = 10_000;
    private static final int AT_ONCE = 16;
    private static final int BYTES = 30_000;
    private static final String THREE_ROWS = "select 'row ' || n from generate_series(1, 3) n";
    private static final Duration ANSWERED = Duration.ofSeconds(20);

    @Autowired private DatabaseClient database;
    @Autowired private ConnectionPool pool;
    @Autowired private TransactionalOperator transaction;

    @Test
    void whoGoesAwayWithinAStatementLeavesItsConnectionToOthers() {
        Random random = new Random(7);

        Flux.range(0, ROUNDS)
                .flatMap(_ -> select().take(Duration.ofNanos(random.nextInt(1_000_000))), AT_ONCE)
                .blockLast();

        awaitAllConnectionsInPool();
        everyConnectionAnswers();
    }

    @Test
    void whoGoesAwayWithinAStatementLeavesNoMemoryBehind() {
        Random random = new Random(7);
        leaveOften(random);
        long before = directMemory();

        leaveOften(random);

        awaitAllConnectionsInPool();
        assertThat(directMemory() - before).isLessThan(ROUNDS * BYTES / 10L);
    }

    @Test
    void whoWantsOneRowHasItThoughTheRestIsReadForNobody() {
        Mono<String> first =
                Mono.usingWhen(
                        pool.create(),
                        connection ->
                                Mono.from(connection.createStatement(THREE_ROWS).execute())
                                        .flatMap(this::firstRow),
                        Connection::close);

        assertThat(first.block(ANSWERED)).isEqualTo("row 1");
        awaitAllConnectionsInPool();
        everyConnectionAnswers();
    }

    private Mono<String> firstRow(Result result) {
        return Mono.from(result.map(row -> requireNonNull(row.get(0, String.class))));
    }

    private void leaveOften(Random random) {
        Flux.range(0, ROUNDS)
                .flatMap(_ -> rows().take(Duration.ofNanos(random.nextInt(2_000_000))), AT_ONCE)
                .blockLast();
    }

    /** Without parameters: those are sent in one go, and were what stayed. */
    private Flux<String> rows() {
        return database.sql(
                        "select repeat('x', %d) as x from generate_series(1, 10)"
                                .formatted(BYTES / 10))
                .mapValue(String.class)
                .all();
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    @DisplayName("P1: nobody writes into a transaction that somebody else has left open")
    void p1_whoGoesAwayWithinATransactionLeavesACleanConnection() {
        Random random = new Random(7);

        Flux.range(0, ROUNDS)
                .flatMap(_ -> abandoned(Duration.ofNanos(random.nextInt(1_000_000))), AT_ONCE)
                .blockLast();

        awaitAllConnectionsInPool();
        everyConnectionAnswers();
        assertThat(openTransactions()).isZero();
    }

    private void awaitAllConnectionsInPool() {
        await().until(() -> pool.getMetrics().orElseThrow().acquiredSize() == 0);
    }

    /** All of them at once, so that none is left out. */
    private void everyConnectionAnswers() {
        int all = pool.getMetrics().orElseThrow().allocatedSize();
        List<Integer> answers =
                Flux.range(0, all)
                        .flatMap(
                                _ ->
                                        database.sql("select 1 from pg_sleep(0.2)")
                                                .mapValue(Integer.class)
                                                .one(),
                                all)
                        .collectList()
                        .block(ANSWERED);

        assertThat(answers).hasSize(all);
    }

    private Mono<Void> abandoned(Duration after) {
        return select().then(select())
                .then(select())
                .as(transaction::transactional)
                .take(after)
                .then();
    }

    private Mono<Integer> select() {
        return database.sql("select 1").mapValue(Integer.class).one();
    }

    private long openTransactions() {
        return database.sql(
                        """
                        select count(*)
                        from pg_stat_activity
                        where usename = current_user and state like 'idle in transaction%'
                        """)
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
