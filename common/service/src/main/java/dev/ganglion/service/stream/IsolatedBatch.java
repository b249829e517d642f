package dev.ganglion.service.stream;

import dev.ganglion.protocol.error.MatrixException;

import io.r2dbc.spi.R2dbcException;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Writes a batch so that one write that the database refuses does not take the others with it: the
 * failed batch is halved and tried again until the bad one stands alone. Only for failures that one
 * row can cause; a database that is away fails the whole batch at once.
 */
final class IsolatedBatch<W, R> {
    private final BatchWriter<W, R> writer;
    private final Duration timeout;

    IsolatedBatch(BatchWriter<W, R> writer, Duration timeout) {
        this.writer = writer;
        this.timeout = timeout;
    }

    Mono<List<Outcome<R>>> write(List<W> batch) {
        return attempt(batch)
                .onErrorResume(
                        IsolatedBatch::isOneRowsFault,
                        failure -> batch.size() == 1 ? refused(failure) : halves(batch));
    }

    private Mono<List<Outcome<R>>> attempt(List<W> batch) {
        return Mono.defer(() -> writer.write(batch))
                .timeout(timeout)
                .onErrorMap(TimeoutException.class, _ -> late())
                .map(outcomes -> checked(batch, outcomes))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("No outcomes")));
    }

    private Mono<List<Outcome<R>>> halves(List<W> batch) {
        int middle = batch.size() / 2;
        return write(batch.subList(0, middle))
                .flatMap(
                        first ->
                                write(batch.subList(middle, batch.size()))
                                        .map(second -> joined(first, second)));
    }

    private List<Outcome<R>> joined(List<Outcome<R>> first, List<Outcome<R>> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private Mono<List<Outcome<R>>> refused(Throwable failure) {
        return Mono.just(List.of(new Outcome.Refused<>(failure)));
    }

    private List<Outcome<R>> checked(List<W> batch, List<Outcome<R>> outcomes) {
        if (outcomes.size() != batch.size()) {
            throw new IllegalStateException(
                    "The writer answered " + outcomes.size() + " of " + batch.size() + " writes");
        }
        return outcomes;
    }

    private static MatrixException late() {
        return MatrixException.unavailable("The server is busy: try again");
    }

    /** Data exceptions (class 22) and violated constraints (class 23). */
    private static boolean isOneRowsFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException known) {
                String state = String.valueOf(known.getSqlState());
                return state.startsWith("22") || state.startsWith("23");
            }
        }
        return false;
    }
}
