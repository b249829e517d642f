package dev.ganglion.room.timeline;

import java.util.List;

/** Patterns in which {@code *} stands for anything, matched without backtracking. */
final class Globs {
    private final List<String> patterns;

    Globs(List<String> patterns) {
        this.patterns = patterns;
    }

    boolean matchAny(String text) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    /** The parts between the stars are found from left to right, each at its first place. */
    static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        int lastStar = pattern.lastIndexOf('*');
        String prefix = pattern.substring(0, star);
        String suffix = pattern.substring(lastStar + 1);
        if (text.length() < prefix.length() + suffix.length()
                || !text.startsWith(prefix)
                || !text.endsWith(suffix)) {
            return false;
        }
        return containsInOrder(
                pattern.substring(star, lastStar),
                text,
                prefix.length(),
                text.length() - suffix.length());
    }

    private static boolean containsInOrder(String middle, String text, int from, int to) {
        int at = from;
        for (String part : middle.split("\\*", -1)) {
            int found = text.indexOf(part, at);
            if (found < 0 || found + part.length() > to) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
