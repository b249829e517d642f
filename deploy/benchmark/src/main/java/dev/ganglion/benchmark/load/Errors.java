package dev.ganglion.benchmark.load;

import dev.ganglion.benchmark.client.HomeserverException;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What went wrong, counted by its kind: a number alone helps nobody to mend it. Thread-safe. */
public final class Errors {
    private final Map<String, LongAdder> byKind = new ConcurrentHashMap<>();

    /** An answer other than 200 counts by its status and error code, anything else by its type. */
    public void add(Throwable failure) {
        add(
                failure instanceof HomeserverException refusal
                        ? refusal.kind()
                        : failure.getClass().getSimpleName());
    }

    public void add(String kind) {
        add(kind, 1);
    }

    public void add(String kind, long count) {
        byKind.computeIfAbsent(kind, _ -> new LongAdder()).add(count);
    }

    /** How many there were so far of each kind. */
    public Map<String, Long> byKind() {
        Map<String, Long> counts = new TreeMap<>();
        byKind.forEach((kind, count) -> counts.put(kind, count.sum()));
        return Collections.unmodifiableMap(counts);
    }
}
