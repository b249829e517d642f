package dev.ganglion.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import java.util.Objects;
import java.util.Optional;

/**
 * Turns what stopped a service from starting into the one line that an operator can act on; the
 * rest goes to the log.
 */
final class StartFailure {
    private static final Logger log = LoggerFactory.getLogger(StartFailure.class);

    private StartFailure() {}

    static StartRefused explain(RuntimeException failure) {
        log.debug("A service did not start", failure);
        String why = analysis(failure).orElseGet(() -> rootCause(failure));
        return new StartRefused("Ganglion did not start: " + why, failure);
    }

    /** What somebody who knows such failures says of it, with the fix. */
    private static Optional<String> analysis(RuntimeException failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        FailureHandler.handleMessage((what, why) -> log.debug(what.get(), why)))
                .stream()
                .map(analyzer -> Optional.ofNullable(analyzer.analyze(failure)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(
                        known ->
                                onOneLine(
                                        known.getDescription(),
                                        Objects.toString(known.getAction(), "")));
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return reason + " (" + cause.getClass().getSimpleName() + ")";
    }

    private static String onOneLine(String reason, String fix) {
        return reason.replaceFirst("\\.?\\s*$", ". ").concat(fix).replaceAll("\\s+", " ").strip();
    }
}
