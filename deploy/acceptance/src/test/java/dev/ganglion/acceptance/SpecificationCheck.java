package dev.ganglion.acceptance;

import dev.ganglion.specification.ValidatedResponses;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds every response that clients get against the specification, when {@code -Dmatrix.spec} names
 * the folder that its data is in, relative to the root of the project.
 */
final class SpecificationCheck implements AutoCloseable {
    private static final String PROPERTY = "matrix.spec";
    private static final Path ROOT = Path.of("..", "..");
    private static final Path COUNTS = Path.of("target", "validated-responses.txt");

    private final Optional<ValidatedResponses> responses;

    SpecificationCheck() {
        this.responses =
                Optional.ofNullable(System.getProperty(PROPERTY))
                        .filter(folder -> !folder.isBlank())
                        .map(ROOT::resolve)
                        .map(ValidatedResponses::new);
    }

    Clients clients() {
        return new Clients(response -> responses.ifPresent(some -> some.accept(response)));
    }

    /** Fails with what threads have met that the test did not hear of. */
    void requireNoViolation() {
        responses.ifPresent(ValidatedResponses::requireNone);
    }

    /** At the end of all tests: says what was validated. */
    @Override
    public void close() {
        responses.ifPresent(SpecificationCheck::tell);
    }

    private static void tell(ValidatedResponses responses) {
        System.out.println(responses.summary());
        if (responses.validated() == 0) {
            throw new AssertionError(PROPERTY + " is set, but no response was validated");
        }
        String counts =
                responses.counts().entrySet().stream()
                        .map(entry -> entry.getKey() + " x " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            Files.writeString(COUNTS, counts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
