package dev.ganglion.service.database;

import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Flux;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a statement has found; it is read once, and to its end. Whoever wants to read it does so
 * before the call returns in which it is given: once they are gone it is read for nobody.
 */
final class PatientResult implements Result {
    private final Result result;
    private final Underway underway;
    private final AtomicBoolean isRead;

    PatientResult(Result result, Underway underway) {
        this(result, underway, new AtomicBoolean());
    }

    private PatientResult(Result result, Underway underway, AtomicBoolean isRead) {
        this.result = result;
        this.underway = underway;
        this.isRead = isRead;
    }

    /** Reads it for nobody, unless somebody reads it. */
    void leave() {
        if (isRead.compareAndSet(false, true)) {
            underway.counted(result.map((_, _) -> true)).subscribe(_ -> {}, _ -> {});
        }
    }

    @Override
    public Publisher<Long> getRowsUpdated() {
        return once(result.getRowsUpdated());
    }

    @Override
    public <T> Publisher<T> map(BiFunction<Row, RowMetadata, ? extends T> mapping) {
        return once(result.map(mapping));
    }

    @Override
    public <T> Publisher<T> map(Function<? super Readable, ? extends T> mapping) {
        return once(result.map(mapping));
    }

    @Override
    public <T> Publisher<T> flatMap(Function<Segment, ? extends Publisher<? extends T>> mapping) {
        return once(result.flatMap(mapping));
    }

    @Override
    public Result filter(Predicate<Segment> filter) {
        return new PatientResult(result.filter(filter), underway, isRead);
    }

    private <T> Flux<T> once(Publisher<? extends T> rows) {
        Flux<T> all = new ToItsEnd<>(underway.counted(rows), _ -> {});
        return Flux.defer(
                () ->
                        isRead.compareAndSet(false, true)
                                ? all
                                : Flux.error(
                                        new IllegalStateException("The result was read already")));
    }
}
