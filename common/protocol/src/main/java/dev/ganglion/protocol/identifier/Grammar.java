package dev.ganglion.protocol.identifier;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** What the grammars of several identifiers share. */
final class Grammar {
    /** Longest identifier, sigil and server name included, in bytes of UTF-8. */
    static final int MAX_BYTES = 255;

    private static final int QUOTED_CHARS = 60;

    private Grammar() {}

    static InvalidIdentifierException invalid(String what, String text) {
        String quoted = text.length() > QUOTED_CHARS ? text.substring(0, QUOTED_CHARS) + "…" : text;
        return new InvalidIdentifierException("\"" + quoted + "\" is not a valid " + what);
    }

    static boolean fits(String text) {
        int length = text.length();
        // A code unit becomes three bytes at most; nearly every identifier is that short.
        return length * 3 <= MAX_BYTES
                || (length <= MAX_BYTES
                        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES);
    }

    static boolean consistsOf(String text, IntPredicate allowed) {
        for (int i = 0; i < text.length(); i++) {
            if (!allowed.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isBase64Url(int c) {
        return isAlphanumeric(c) || c == '-' || c == '_';
    }

    /** Any code unit but NUL and the lone surrogates that no UTF-8 can carry. */
    static boolean isOpaque(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                return false;
            }
            if (Character.isSurrogate(unit)) {
                if (!Character.isHighSurrogate(unit)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    static <T> Optional<T> tried(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (InvalidIdentifierException e) {
            return Optional.empty();
        }
    }
}
