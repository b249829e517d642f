package dev.ganglion.auth.oauth;

import dev.ganglion.service.identity.TokenHash;

import java.util.Locale;
import java.util.Optional;

/** What a user copies from a device without a browser: eight letters, in any case, with a dash. */
record UserCode(String letters) {
    static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    static final int LENGTH = 8;

    private static final int MAX_INPUT = 32;

    /** Empty for what is no such code. */
    static Optional<UserCode> parse(String text) {
        if (text.length() > MAX_INPUT) {
            return Optional.empty();
        }
        String letters = text.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        boolean isCode =
                letters.length() == LENGTH
                        && letters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        return isCode ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /** As devices show it. */
    String shown() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }

    TokenHash hash() {
        return TokenHash.of("user_code\n" + letters);
    }

    @Override
    public String toString() {
        return "UserCode";
    }
}
