package dev.ganglion.protocol.json;

/** The input is not JSON, or is JSON that Matrix cannot sign. */
public final class InvalidJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the input, and so which error code a client gets. */
    public enum Kind {
        /** Not JSON at all: {@code M_NOT_JSON}. */
        MALFORMED,
        /**
         * JSON with floats, too large numbers, duplicate keys, lone surrogates or too deep nesting:
         * {@code M_BAD_JSON}.
         */
        NOT_CANONICAL
    }

    private final Kind kind;

    InvalidJsonException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    InvalidJsonException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
