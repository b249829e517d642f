package dev.ganglion.service.text;

/** Texts by the characters that people count, of which some are two of Java's. */
public final class CodePoints {
    private CodePoints() {}

    /** As much of the beginning, with no character torn apart. */
    public static String first(int most, String text) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }
}
