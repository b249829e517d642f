package dev.ganglion.protocol.identifier;

/** A text is not the identifier that it should be. */
public final class InvalidIdentifierException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidIdentifierException(String message) {
        super(message);
    }
}
