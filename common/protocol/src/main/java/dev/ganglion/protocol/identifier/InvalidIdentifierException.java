package dev.ganglion.protocol.identifier;

/** A text is not the identifier that it should be. */
public final class InvalidIdentifierException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidIdentifierException(String message) {
        super(message);
    }

    /** None: it tells of what a client sent, and clients send much. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
