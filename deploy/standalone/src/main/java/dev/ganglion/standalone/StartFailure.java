package dev.ganglion.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what stopped a service from starting into the one line that an operator can act on; the
 * rest goes to the log.
 */
final class StartFailure {
    private static final Logger log = LoggerFactory.getLogger(StartFailure.class);

    private StartFailure() {}

    static StartRefused explain(RuntimeException failure) {
        log.debug("A service did not start", failure);
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new StartRefused(
                "Ganglion did not start: " + reason + " (" + cause.getClass().getSimpleName() + ")",
                failure);
    }
}
