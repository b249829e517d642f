package dev.ganglion.protocol.event;

import java.util.Arrays;

/** Finds its way through canonical JSON, in which there is no white space, without parsing it. */
final class CanonicalScan {
    private CanonicalScan() {}

    /**
     * Where the value of an object's member starts; -1 when there is no such member.
     *
     * @param object the index of the opening brace
     * @param key as it stands between its quotes
     */
    static int memberValue(byte[] json, int object, byte[] key) {
        int at = object;
        while (json[at] != '}' && json[at + 1] == '"') {
            int keyEnd = stringEnd(json, at + 1);
            if (isKey(json, at + 1, keyEnd, key)) {
                return keyEnd + 1;
            }
            at = valueEnd(json, keyEnd + 1);
        }
        return -1;
    }

    /** Whether a string, its quotes included, is this key. */
    static boolean isKey(byte[] json, int from, int to, byte[] key) {
        return Arrays.equals(json, from + 1, to - 1, key, 0, key.length);
    }

    /** The index after the string that starts at an opening quote. */
    static int stringEnd(byte[] json, int quote) {
        int at = quote + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** The index after the value that starts there. */
    static int valueEnd(byte[] json, int start) {
        int depth = 0;
        int at = start;
        while (at < json.length) {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return at;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {
                    // Part of a number or a literal, or a colon.
                }
            }
            at++;
        }
        return at;
    }
}
