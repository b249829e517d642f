package dev.ganglion.media.upload;

import dev.ganglion.protocol.crypto.RandomText;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;

/** Makes media IDs that nobody can guess: knowing one is all it takes to read the content. */
@Component
class MediaIds {
    private static final int RANDOM_BYTES = 18;

    private final SecureRandom random = new SecureRandom();

    /** Blocking, if the machine is short of entropy. */
    String next() {
        return RandomText.of(RANDOM_BYTES, random);
    }
}
