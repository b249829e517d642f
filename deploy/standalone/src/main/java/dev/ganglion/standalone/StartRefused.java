package dev.ganglion.standalone;

/**
 * Something the operator has to mend before Ganglion can start; the message is the one line that
 * says what and how.
 */
final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefused(String message) {
        super(message);
    }

    StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
