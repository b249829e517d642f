package dev.ganglion.service.identity;

import dev.ganglion.service.config.StartFailureException;

import java.nio.file.Path;

/** A key file is missing or is not a key: the service cannot start. */
public final class UnusableKeyException extends StartFailureException {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(Path file, String reason) {
        super(
                "The key file " + file.toAbsolutePath() + " cannot be used: " + reason,
                "Set ganglion.internal.key-file and ganglion.internal.trusted-keys-file to the"
                        + " files that were made for this service.");
    }
}
