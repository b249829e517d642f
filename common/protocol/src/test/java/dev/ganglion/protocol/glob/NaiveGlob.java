package dev.ganglion.protocol.glob;

import java.util.Locale;

/** Glob-style matching by trying everything, for comparison. For texts of ASCII. */
public final class NaiveGlob {
    private NaiveGlob() {}

    public static boolean matches(String pattern, String text) {
        return fits(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    /** Whether any part between two word boundaries matches. */
    public static boolean matchesWordsOf(String pattern, String text) {
        for (int from = 0; from <= text.length(); from++) {
            for (int to = from; to <= text.length(); to++) {
                if (isBoundary(text, from)
                        && isBoundary(text, to)
                        && matches(pattern, text.substring(from, to))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean fits(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        if (pattern.charAt(0) == '*') {
            return fits(rest, text) || (!text.isEmpty() && fits(pattern, text.substring(1)));
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
                && fits(rest, text.substring(1));
    }

    private static boolean isBoundary(String text, int index) {
        return index == 0
                || index == text.length()
                || !text.substring(index - 1, index + 1).matches("[A-Za-z0-9_]{2}");
    }
}
