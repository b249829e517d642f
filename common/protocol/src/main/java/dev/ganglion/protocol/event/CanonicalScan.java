package dev.ganglion.protocol.event;

/** Finds its way through canonical JSON, in which there is no white space, without parsing it. */
final class CanonicalScan {
    private CanonicalScan() {}

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
