package dev.ganglion.auth.registrationtoken;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;

/** The form of registration tokens: 1 to 64 of {@code [A-Za-z0-9._~-]}. */
@Component
class TokenNames {
    static final int MAX_LENGTH = 64;
    static final int DEFAULT_LENGTH = 16;

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";

    private final SecureRandom random;

    TokenNames(SecureRandom random) {
        this.random = random;
    }

    String generated(int length) {
        StringBuilder token = new StringBuilder(length);
        random.ints(length, 0, ALPHABET.length()).forEach(i -> token.append(ALPHABET.charAt(i)));
        return token.toString();
    }

    String checked(String token) {
        boolean isValid =
                !token.isEmpty()
                        && token.length() <= MAX_LENGTH
                        && token.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        if (!isValid) {
            throw MatrixException.invalidParam("A token is 1 to 64 of A-Z a-z 0-9 . _ ~ -");
        }
        return token;
    }
}
