package dev.ganglion.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * The one encoding of a value that hashes and signatures are made of: shortest form, keys by code
 * point, UTF-8.
 *
 * <p>Specification: appendices, "Canonical JSON".
 */
public final class CanonicalJson {
    /**
     * Keys in the order of their code points: UTF-16 order, but that surrogates come after every
     * other unit.
     */
    public static final Comparator<String> KEY_ORDER = CanonicalJson::compareCodePoints;

    private static final int USUAL_LENGTH = 1_024;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private CanonicalJson() {}

    /** The canonical bytes of a value. */
    public static byte[] encode(JsonValue value) {
        return encodeToString(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The canonical text of a value. */
    public static String encodeToString(JsonValue value) {
        StringBuilder out = new StringBuilder(USUAL_LENGTH);
        write(value, out);
        return out.toString();
    }

    private static void write(JsonValue value, StringBuilder out) {
        switch (value) {
            case JsonObject object -> writeObject(object, out);
            case JsonArray array -> writeArray(array, out);
            case JsonString(String string) -> writeString(string, out);
            case JsonNumber(long number) -> out.append(number);
            case JsonBoolean(boolean truth) -> out.append(truth);
            case JsonNull.NULL -> out.append("null");
        }
    }

    private static void writeObject(JsonObject object, StringBuilder out) {
        Map<String, JsonValue> members = object.entries();
        String[] keys = members.keySet().toArray(String[]::new);
        Arrays.sort(keys, KEY_ORDER);
        char separator = '{';
        for (String key : keys) {
            out.append(separator);
            writeString(key, out);
            out.append(':');
            write(Objects.requireNonNull(members.get(key)), out);
            separator = ',';
        }
        out.append(keys.length == 0 ? "{}" : "}");
    }

    private static void writeArray(JsonArray array, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(array.values().get(i), out);
        }
        out.append(']');
    }

    /** Stretches without escapes, which are nearly everything, are copied as a whole. */
    private static void writeString(String string, StringBuilder out) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit < ' ' || unit == '"' || unit == '\\') {
                out.append(string, written, i);
                writeEscape(unit, out);
                written = i + 1;
            }
        }
        out.append(string, written, string.length()).append('"');
    }

    private static void writeEscape(char unit, StringBuilder out) {
        switch (unit) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX[unit >> 4]).append(HEX[unit & 0xF]);
        }
    }

    private static int compareCodePoints(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                boolean isOneSurrogate = Character.isSurrogate(l) != Character.isSurrogate(r);
                return isOneSurrogate
                        ? (Character.isSurrogate(l) ? 1 : -1)
                        : Character.compare(l, r);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
