package dev.ganglion.service.identity;

import java.nio.file.Path;

/** A key file is missing or is not a key: the service cannot start. */
public final class UnusableKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(Path file, String reason) {
        super("The key file " + file.toAbsolutePath() + " cannot be used: " + reason);
    }
}
