package dev.ganglion.moderation.wording;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Makes texts equal that a reader takes for the same: case, width and ligatures are folded, and
 * invisible characters taken out.
 */
final class Folding {
    private Folding() {}

    static String fold(String text) {
        String visible =
                Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .codePoints()
                        .filter(c -> !isInvisible(c))
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        // By way of upper case, so that ß is ss; the last form of sigma depends on its neighbours.
        return visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    }

    /** Zero-width spaces and joiners, soft hyphens, direction marks, variation selectors. */
    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= 0xfe00 && c <= 0xfe0f);
    }
}
