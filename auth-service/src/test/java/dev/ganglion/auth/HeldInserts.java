package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.r2dbc.spi.Connection;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Holds back whoever inserts into a table, until it is opened; closing it opens it too. */
final class HeldInserts implements AutoCloseable {
    private static final int LOCK = 20_261_122;

    private final DatabaseClient database;
    private final Connection holder;
    private boolean isOpen;

    HeldInserts(DatabaseClient database, String table) {
        this(database, table, "insert");
    }

    /** Holds back whoever updates instead. */
    static HeldInserts updates(DatabaseClient database, String table) {
        return new HeldInserts(database, table, "update");
    }

    private HeldInserts(DatabaseClient database, String table, String held) {
        this.database = database;
        this.holder =
                Objects.requireNonNull(Mono.from(database.getConnectionFactory().create()).block());
        run("select pg_advisory_lock(" + LOCK + ")");
        sql(
                """
                create function auth.held() returns trigger language plpgsql as
                'begin perform pg_advisory_xact_lock(%d); return new; end'
                """
                        .formatted(LOCK));
        sql(
                "create trigger held before %s on auth.%s for each row execute function auth.held()"
                        .formatted(held, table));
    }

    /** Does something on a thread of its own, for it will have to wait. */
    static <T> CompletableFuture<T> begin(Supplier<T> something) {
        return CompletableFuture.supplyAsync(
                something, task -> Thread.ofPlatform().daemon().start(task));
    }

    void awaitSomebody() {
        await().untilAsserted(
                        () ->
                                assertThat(
                                                database.sql(
                                                                "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                                                        .mapValue(Long.class)
                                                        .one()
                                                        .block())
                                        .isPositive());
    }

    void open() {
        if (!isOpen) {
            isOpen = true;
            run("select pg_advisory_unlock(" + LOCK + ")");
        }
    }

    @Override
    public void close() {
        open();
        Mono.from(holder.close()).block();
        sql("drop function auth.held() cascade");
    }

    private void run(String statement) {
        Mono.from(holder.createStatement(statement).execute())
                .flatMap(result -> Mono.from(result.getRowsUpdated()))
                .block();
    }

    private void sql(String statement) {
        database.sql(statement).then().block();
    }
}
