package dev.ganglion.service.stream;

/** What became of one write of a batch. */
public sealed interface Outcome<R> {
    /** It is committed. */
    record Written<R>(R result) implements Outcome<R> {}

    /** It alone was left out; the others of its batch are committed. */
    record Refused<R>(Throwable reason) implements Outcome<R> {}
}
