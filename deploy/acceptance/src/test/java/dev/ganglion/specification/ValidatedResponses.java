package dev.ganglion.specification;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Listens to clients, and fails whoever gets a response that the specification describes
 * differently. Counts what it has seen. Thread-safe.
 */
public final class ValidatedResponses implements Consumer<HttpResponse<byte[]>> {
    private final ResponseValidator validator;
    private final Map<String, LongAdder> validated = new ConcurrentSkipListMap<>();
    private final LongAdder undescribed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final List<String> violations = new ArrayList<>();

    /**
     * By the specification in that folder.
     *
     * @param folder holds the folder {@code data} of the specification
     */
    public ValidatedResponses(Path folder) {
        this(new ResponseValidator(Specification.read(folder), Deviation.ALL));
    }

    ValidatedResponses(ResponseValidator validator) {
        this.validator = validator;
    }

    /**
     * Takes note of a response.
     *
     * @throws AssertionError when it is not as specified
     */
    @Override
    public void accept(HttpResponse<byte[]> response) {
        accept(Answer.of(response));
    }

    void accept(Answer answer) {
        switch (validator.judge(answer)) {
            case Verdict.Conforms(SpecifiedOperation operation) ->
                    count(operation, answer.status());
            case Verdict.Undescribed _ -> undescribed.increment();
            case Verdict.Unknown _ -> unknown.increment();
            case Verdict.Violates(SpecifiedOperation operation, List<String> faults) -> {
                count(operation, answer.status());
                violate(operation + " answered " + answer.status() + ": " + faults);
            }
        }
    }

    /**
     * Fails with all violations since the last call. Threads of a test may have met some that it
     * has not heard of.
     */
    public void requireNone() {
        synchronized (violations) {
            List<String> found = List.copyOf(violations);
            violations.clear();
            if (!found.isEmpty()) {
                throw new AssertionError(String.join("\n", found));
            }
        }
    }

    /** How many responses were validated by status, by operation. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        validated.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }

    /** How many responses were validated. */
    public long validated() {
        return validated.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** For people: how many responses of how many operations, and what was passed over. */
    public String summary() {
        long operations =
                validated.keySet().stream().map(name -> name.split(":", 2)[0]).distinct().count();
        return "Validated %d responses of %d operations against the specification; %d without a described body, %d of operations that it does not have"
                .formatted(validated(), operations, undescribed.sum(), unknown.sum());
    }

    private void count(SpecifiedOperation operation, int status) {
        validated.computeIfAbsent(operation + ": " + status, _ -> new LongAdder()).increment();
    }

    private void violate(String violation) {
        synchronized (violations) {
            violations.add(violation);
        }
        throw new AssertionError(violation);
    }
}
