package dev.ganglion.media.upload;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes media IDs that nobody can guess: knowing one is all it takes to read the content. */
@Component
class MediaIds {
    private static final int RANDOM_BYTES = 18;

    private final SecureRandom random = new SecureRandom();

    /** Blocking, if the machine is short of entropy. */
    String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
