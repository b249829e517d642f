package dev.ganglion.moderation.wording;

import dev.ganglion.service.text.Letters;

/** Where words begin and end. */
final class WordBoundary {
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
        if (Letters.isMark(after)) {
            return false;
        }
        boolean areOneWord = isWordCharacter(before) && isWordCharacter(after);
        return !areOneWord || Letters.isUnspaced(before) || Letters.isUnspaced(after);
    }

    private static boolean isWordCharacter(int c) {
        return Character.isLetterOrDigit(c) || Letters.isMark(c);
    }
}
