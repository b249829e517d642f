package dev.ganglion.protocol.glob;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A text in which case does not count, prepared once for many {@link FoldedGlob}s. Letters beyond
 * ASCII are never taken for letters of ASCII, so that folding moves no word boundary. Immutable;
 * equal when nothing but case differs.
 */
public final class FoldedText {
    private static final int END_OF_ASCII = 0x80;

    private final int[] characters;

    private FoldedText(int[] characters) {
        this.characters = characters;
    }

    public static FoldedText of(String text) {
        return new FoldedText(fold(text));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoldedText text && Arrays.equals(characters, text.characters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(characters);
    }

    /** A text of characters that are folded already. */
    static FoldedText ofFolded(int[] characters) {
        return new FoldedText(characters);
    }

    /** The code points of a text, folded one by one. */
    static int[] fold(String text) {
        return text.codePoints().map(FoldedText::fold).toArray();
    }

    private static int fold(int character) {
        int folded = Character.toLowerCase(Character.toUpperCase(character));
        // The Kelvin sign is no k, or it would end a word before folding and not after.
        return folded < END_OF_ASCII && character >= END_OF_ASCII ? character : folded;
    }

    int length() {
        return characters.length;
    }

    int at(int index) {
        return characters[index];
    }

    /**
     * Whether a word may begin or end before the character at this index: anywhere but between two
     * of {@code [A-Za-z0-9_]}.
     */
    boolean isWordBoundary(int index) {
        return index == 0
                || index == characters.length
                || !isOfWord(characters[index - 1])
                || !isOfWord(characters[index]);
    }

    /** All places where a word may begin or end, in order. */
    int[] wordBoundaries() {
        return IntStream.rangeClosed(0, characters.length).filter(this::isWordBoundary).toArray();
    }

    /** Whether another text stands in this one, beginning at an index. */
    boolean holdsAt(int index, FoldedText part) {
        int end = index + part.characters.length;
        return end <= characters.length
                && Arrays.equals(
                        characters, index, end, part.characters, 0, part.characters.length);
    }

    private static boolean isOfWord(int folded) {
        return (folded >= 'a' && folded <= 'z')
                || (folded >= '0' && folded <= '9')
                || folded == '_';
    }
}
