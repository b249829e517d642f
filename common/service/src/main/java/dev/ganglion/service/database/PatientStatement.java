package dev.ganglion.service.database;

import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Flux;

/** A statement whose results are read to their end, whoever goes away. */
final class PatientStatement implements Statement {
    private final Statement statement;
    private final Underway underway;

    PatientStatement(Statement statement, Underway underway) {
        this.statement = statement;
        this.underway = underway;
    }

    @Override
    public Publisher<? extends Result> execute() {
        return Flux.defer(this::begin);
    }

    private Flux<Result> begin() {
        Flux<PatientResult> results =
                underway.counted(statement.execute())
                        .map(result -> new PatientResult(result, underway));
        return new ToItsEnd<>(results, PatientResult::leave).cast(Result.class);
    }

    @Override
    public Statement add() {
        statement.add();
        return this;
    }

    @Override
    public Statement bind(int index, Object value) {
        statement.bind(index, value);
        return this;
    }

    @Override
    public Statement bind(String name, Object value) {
        statement.bind(name, value);
        return this;
    }

    @Override
    public Statement bindNull(int index, Class<?> type) {
        statement.bindNull(index, type);
        return this;
    }

    @Override
    public Statement bindNull(String name, Class<?> type) {
        statement.bindNull(name, type);
        return this;
    }

    @Override
    public Statement returnGeneratedValues(String... columns) {
        statement.returnGeneratedValues(columns);
        return this;
    }

    @Override
    public Statement fetchSize(int rows) {
        statement.fetchSize(rows);
        return this;
    }
}
