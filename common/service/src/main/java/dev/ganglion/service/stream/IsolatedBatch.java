package dev.ganglion.service.stream;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.database.SqlStates;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Writes a batch so that one write that the database refuses does not take the others with it: the
 * failed batch is halved and tried again until the bad one stands alone. Only for failures that one
 * row can cause; a database that is away fails the whole batch at once.
 */
final class IsolatedBatch<W, R> {
    /** Data exceptions and violated constraints. */
    private static final Set<String> FAULTS_OF_ROWS = Set.of("22", "23");

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

    private static boolean isOneRowsFault(Throwable failure) {
        return SqlStates.classOf(failure).filter(FAULTS_OF_ROWS::contains).isPresent();
    }
}
