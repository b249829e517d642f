package dev.ganglion.service.stream;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.function.Function;

/**
 * Writes a batch in one transaction and answers, in the same order, what became of each write. An
 * error means that nothing of the batch is committed.
 */
@FunctionalInterface
public interface BatchWriter<W, R> {
    Mono<List<Outcome<R>>> write(List<W> batch);

    /** A writer whose writes either all succeed or all fail. */
    static <W, R> BatchWriter<W, R> of(Function<List<W>, Mono<List<R>>> writer) {
        return batch ->
                writer.apply(batch)
                        .map(
                                results ->
                                        results.stream()
                                                .<Outcome<R>>map(Outcome.Written::new)
                                                .toList());
    }
}
