package dev.ganglion.auth.token;

import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.identifier.DeviceId;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;

/**
 * Makes tokens: 256 random bits after a prefix that tells secret scanners, and people who read a
 * paste, what leaked.
 */
@Component
class TokenGenerator {
    private static final String ACCESS_PREFIX = "gat_";
    private static final String REFRESH_PREFIX = "grt_";
    private static final int RANDOM_BYTES = 32;
    private static final int DEVICE_ID_LENGTH = 10;

    private final SecureRandom random;

    TokenGenerator(SecureRandom random) {
        this.random = random;
    }

    String accessToken() {
        return ACCESS_PREFIX + randomText();
    }

    String refreshToken() {
        return REFRESH_PREFIX + randomText();
    }

    DeviceId deviceId() {
        StringBuilder id = new StringBuilder(DEVICE_ID_LENGTH);
        random.ints(DEVICE_ID_LENGTH, 'A', 'Z' + 1).forEach(id::appendCodePoint);
        return DeviceId.parse(id.toString());
    }

    private String randomText() {
        return RandomText.of(RANDOM_BYTES, random);
    }
}
