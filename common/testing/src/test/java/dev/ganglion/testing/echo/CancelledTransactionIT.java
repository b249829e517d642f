package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import static java.util.Objects.requireNonNull;

import dev.ganglion.testing.GanglionTest;

import io.netty.util.internal.PlatformDependent;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Clients go away whenever they like; what they leave must not meet whoever comes next. */
@GanglionTest
class CancelledTransactionIT {
    private static final int ROUNDS = 10_000;
    private static final int AT_ONCE = 16;
    private static final int BYTES = 30_000;
    private static final String THREE_ROWS = "select 'row ' || n from generate_series(1, 3) n";
    private static final long LOCK = 4_711;
    private static final String WAITING = "wait_event = 'advisory'";
    private static final Duration ANSWERED = Duration.ofSeconds(20);

    @Autowired private DatabaseClient database;
    @Autowired private ConnectionPool pool;
    @Autowired private TransactionalOperator transaction;

    @ParameterizedTest
    @MethodSource("statements")
    void whoGoesAwayWithinAStatementLeavesItsConnectionToOthers(Statement select) {
        Random random = new Random(7);

        Flux.range(0, ROUNDS)
                .flatMap(
                        _ -> select.on(database).take(Duration.ofNanos(random.nextInt(1_000_000))),
                        AT_ONCE)
                .blockLast();

        awaitAllConnectionsInPool();
        everyConnectionAnswers();
    }

    @ParameterizedTest
    @MethodSource("manyBytes")
    void whoGoesAwayWithinAStatementLeavesNoMemoryBehind(Statement manyBytes) {
        Random random = new Random(7);
        leaveOften(manyBytes, random);
        long before = PlatformDependent.usedDirectMemory();

        leaveOften(manyBytes, random);

        awaitAllConnectionsInPool();
        assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(ROUNDS * BYTES / 10L);
    }

    @ParameterizedTest
    @MethodSource("waitingForTheLock")
    void aConnectionComesBackOnlyWhenWhatItWasAskedHasEnded(Statement waiting) {
        Connection holder = pool.create().blockOptional().orElseThrow();
        run(holder, "select pg_advisory_lock(%d)".formatted(LOCK));
        Disposable abandoned = waiting.on(database).subscribe();
        await().until(() -> count(WAITING) == 1);

        abandoned.dispose();
        select().block(ANSWERED);
        int acquired = acquired();
        run(holder, "select pg_advisory_unlock(%d)".formatted(LOCK));
        Mono.from(holder.close()).block(ANSWERED);

        assertThat(acquired).as("the holder's and the abandoned one").isEqualTo(2);
        awaitAllConnectionsInPool();
        assertThat(count(WAITING)).isZero();
    }

    private static void run(Connection connection, String sql) {
        Flux.from(connection.createStatement(sql).execute())
                .flatMap(result -> result.map(_ -> true))
                .blockLast(ANSWERED);
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

    private void leaveOften(Statement statement, Random random) {
        Flux.range(0, ROUNDS)
                .flatMap(
                        _ ->
                                statement
                                        .on(database)
                                        .take(Duration.ofNanos(random.nextInt(2_000_000))),
                        AT_ONCE)
                .blockLast();
    }

    /** The driver takes other ways for those with and without parameters. */
    interface Statement {
        Flux<?> on(DatabaseClient database);

        static Stream<Arguments> withAndWithout(String sql, long parameter) {
            Statement with =
                    database ->
                            database.sql(sql.formatted(":parameter"))
                                    .bind("parameter", parameter)
                                    .fetch()
                                    .all();
            Statement without = database -> database.sql(sql.formatted(parameter)).fetch().all();
            return Stream.of(
                    argumentSet("with parameters", with),
                    argumentSet("without parameters", without));
        }
    }

    private static Stream<Arguments> statements() {
        return Statement.withAndWithout("select %s::bigint", 1);
    }

    private static Stream<Arguments> manyBytes() {
        return Statement.withAndWithout(
                "select repeat('x', %s::int) from generate_series(1, 10)", BYTES / 10);
    }

    private static Stream<Arguments> waitingForTheLock() {
        return Statement.withAndWithout(
                "select 1 as one from pg_advisory_xact_lock(%s::bigint)", LOCK);
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
        assertThat(count("state like 'idle in transaction%'")).isZero();
    }

    private void awaitAllConnectionsInPool() {
        await().until(() -> acquired() == 0);
    }

    private int acquired() {
        return pool.getMetrics().orElseThrow().acquiredSize();
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

    private long count(String condition) {
        return database.sql(
                        "select count(*) from pg_stat_activity where usename = current_user and "
                                + condition)
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
