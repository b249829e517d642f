package dev.ganglion.auth.oauth;

import dev.ganglion.protocol.crypto.RandomText;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;

/** Makes codes: 256 random bits for machines, eight letters for people. */
@Component
class Secrets {
    private static final int BYTES = 32;

    private final SecureRandom random;

    Secrets(SecureRandom random) {
        this.random = random;
    }

    String code() {
        return "gac_" + text();
    }

    String deviceCode() {
        return "gdc_" + text();
    }

    /** Letters that nobody takes for others, and that make no words. */
    UserCode userCode() {
        StringBuilder letters = new StringBuilder(UserCode.LENGTH);
        random.ints(UserCode.LENGTH, 0, UserCode.ALPHABET.length())
                .forEach(index -> letters.append(UserCode.ALPHABET.charAt(index)));
        return new UserCode(letters.toString());
    }

    private String text() {
        return RandomText.of(BYTES, random);
    }
}
