package dev.ganglion.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies that no operation accepts. */
final class BadBodies {
    /** Values that no field of any operation can have. */
    static final List<String> VALUES_OF_NO_USE =
            List.of(
                    "1.5",
                    "[[[]]]",
                    "[1, {}]",
                    "9007199254740993",
                    "\"\\ud800\"",
                    "\"\\u0000\"",
                    "1e400");

    private static final Map<String, byte[]> FOR_ANY = new LinkedHashMap<>();

    static {
        FOR_ANY.put("malformed JSON", bytes("{\"a\":"));
        FOR_ANY.put("no JSON at all", bytes("hello"));
        FOR_ANY.put("an array", bytes("[]"));
        FOR_ANY.put("a string", bytes("\"text\""));
        FOR_ANY.put("a number", bytes("1"));
        FOR_ANY.put("null", bytes("null"));
        FOR_ANY.put("two objects", bytes("{} {}"));
        FOR_ANY.put(
                "10,000 levels", bytes("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"));
        FOR_ANY.put("more than 1 MB", bytes("{\"a\":\"" + "x".repeat(1_100_000) + "\"}"));
        FOR_ANY.put(
                "invalid UTF-8",
                new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'});
        FOR_ANY.put("NUL in a string", bytes("{\"a\":\"\\u0000\"}"));
        FOR_ANY.put("a raw NUL", bytes("{\"a\":\"\0\"}"));
    }

    private BadBodies() {}

    /** By what is bad about them. */
    static Map<String, byte[]> forAny() {
        return FOR_ANY;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
