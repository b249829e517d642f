package dev.ganglion.protocol.glob;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pattern for names. {@code *} stands for any characters or none, {@code ?} for exactly one; case
 * counts. Appendices, "Glob-style matching".
 *
 * <p>Nothing that was passed is tried again: a part between two stars is taken where it first fits.
 * A pattern longer than the text fails at once, so that matching takes at most (characters of the
 * text)² steps however hostile the pattern is. A name has 255 bytes at most; do not match bodies.
 * Thread-safe.
 */
public final class Glob {
    private static final int ANY_ONE = -1;

    private final List<int[]> parts;
    private final int shortestMatch;

    private Glob(Stream<int[]> parts) {
        this.parts = parts.toList();
        this.shortestMatch = this.parts.stream().mapToInt(part -> part.length).sum();
    }

    /** A pattern with both wildcards. */
    public static Glob of(String pattern) {
        return new Glob(
                split(pattern)
                        .map(Glob::characters)
                        .map(
                                part ->
                                        Arrays.stream(part)
                                                .map(c -> c == '?' ? ANY_ONE : c)
                                                .toArray()));
    }

    /** A pattern in which {@code *} is the only wildcard, as in the types of an event filter. */
    public static Glob ofStars(String pattern) {
        return new Glob(split(pattern).map(Glob::characters));
    }

    public boolean matches(String text) {
        if (text.length() < shortestMatch) {
            return false;
        }
        int[] characters = characters(text);
        if (parts.size() == 1) {
            return characters.length == shortestMatch && fits(parts.getFirst(), characters, 0);
        }
        int[] first = parts.getFirst();
        int[] last = parts.getLast();
        int end = characters.length - last.length;
        return characters.length >= shortestMatch
                && fits(first, characters, 0)
                && fits(last, characters, end)
                && fitInOrder(parts.subList(1, parts.size() - 1), characters, first.length, end);
    }

    private static Stream<String> split(String pattern) {
        return Arrays.stream(pattern.split("\\*+", -1));
    }

    /** The code points; by hand, for a list has thousands of patterns for one short text. */
    private static int[] characters(String text) {
        int[] characters = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(characters[count++])) {
            characters[count] = text.codePointAt(i);
        }
        return Arrays.copyOf(characters, count);
    }

    private static boolean fitInOrder(List<int[]> parts, int[] characters, int from, int end) {
        int at = from;
        for (int[] part : parts) {
            while (at + part.length <= end && !fits(part, characters, at)) {
                at++;
            }
            at += part.length;
            if (at > end) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(int[] part, int[] characters, int at) {
        for (int i = 0; i < part.length; i++) {
            if (part[i] != ANY_ONE && part[i] != characters[at + i]) {
                return false;
            }
        }
        return true;
    }
}
