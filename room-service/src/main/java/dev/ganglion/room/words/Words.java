package dev.ganglion.room.words;

import dev.ganglion.service.text.Letters;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts text into words, in lower case. Everything that is neither letter nor digit parts words; in
 * scripts that put no spaces between words each letter is one. A word holds nothing but letters,
 * digits and their marks, and has at most {@value #MAX_LENGTH} letters, the rest being left out.
 */
public enum Words {
    /** Letters keep their accents. */
    ACCENTED,

    /** {@code é} is {@code e}, {@code ß} is {@code ss}. */
    UNACCENTED;

    static final int MAX_LENGTH = 64;

    /** Compatibility characters stand for up to 18 others: no text grows beyond this. */
    private static final int MAX_TEXT = 128 * 1024;

    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");

    /** What Unicode does not take for a letter with an accent. */
    private static final Map<Integer, String> PLAIN =
            Map.ofEntries(
                    Map.entry((int) 'ß', "ss"),
                    Map.entry((int) 'æ', "ae"),
                    Map.entry((int) 'œ', "oe"),
                    Map.entry((int) 'ø', "o"),
                    Map.entry((int) 'đ', "d"),
                    Map.entry((int) 'ð', "d"),
                    Map.entry((int) 'ł', "l"),
                    Map.entry((int) 'ı', "i"),
                    Map.entry((int) 'ς', "σ"));

    /** The words of a text, in their order. */
    public List<String> of(String text) {
        Cutter cutter = new Cutter();
        spelled(text).codePoints().forEach(cutter::add);
        return cutter.words();
    }

    private String spelled(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String whole = lower.length() <= MAX_TEXT ? lower : lower.substring(0, MAX_TEXT);
        return switch (this) {
            case ACCENTED -> whole;
            case UNACCENTED -> isAscii(whole) ? whole : unaccented(whole);
        };
    }

    private static String unaccented(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
        String bare =
                ACCENTS.matcher(apart)
                        .replaceAll("")
                        .codePoints()
                        .mapToObj(letter -> PLAIN.getOrDefault(letter, Character.toString(letter)))
                        .collect(Collectors.joining());
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Puts letters together into words. */
    private static final class Cutter {
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private int length;
        private boolean isWhole;

        void add(int c) {
            if (isMark(c)) {
                append(c);
            } else if (Character.isLetterOrDigit(c)) {
                addLetter(c);
            } else if (Character.getType(c) != Character.FORMAT) {
                end();
            }
        }

        List<String> words() {
            end();
            return words;
        }

        private void addLetter(int c) {
            boolean isUnspaced = Letters.isUnspaced(c);
            if (isUnspaced || isWhole) {
                end();
            }
            append(c);
            isWhole = isUnspaced;
        }

        private void append(int c) {
            if (length < MAX_LENGTH) {
                word.appendCodePoint(c);
                length++;
            }
        }

        private void end() {
            if (!word.isEmpty()) {
                words.add(word.toString());
            }
            word.setLength(0);
            length = 0;
            isWhole = false;
        }

        /** A mark without a letter is none. */
        private boolean isMark(int c) {
            return !word.isEmpty() && Letters.isMark(c);
        }
    }
}
