package dev.ganglion.moderation.wording;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Where words begin and end. */
final class WordBoundary {
    /** Scripts that are written without spaces: any character may begin a word. */
    private static final Set<UnicodeScript> SPACELESS =
            Set.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.THAI,
                    UnicodeScript.LAO,
                    UnicodeScript.KHMER,
                    UnicodeScript.MYANMAR);

    private WordBoundary() {}

    /** Whether the text from start up to end is not a part of a longer word. */
    static boolean surrounds(String text, int start, int end) {
        return isBetween(text, start) && isBetween(text, end);
    }

    private static boolean isBetween(String text, int index) {
        if (index == 0 || index == text.length()) {
            return true;
        }
        int before = text.codePointBefore(index);
        int after = text.codePointAt(index);
        if (isMark(after)) {
            return false;
        }
        boolean areOneWord = isWordCharacter(before) && isWordCharacter(after);
        return !areOneWord || isSpaceless(before) || isSpaceless(after);
    }

    private static boolean isWordCharacter(int c) {
        return Character.isLetterOrDigit(c) || isMark(c);
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default -> false;
        };
    }

    private static boolean isSpaceless(int c) {
        return SPACELESS.contains(UnicodeScript.of(c));
    }
}
