package dev.ganglion.auth.digest;

import dev.ganglion.service.text.CodePoints;

import java.util.regex.Pattern;

/** What somebody else has written, as it may stand in a mail. */
final class StrangersWords {
    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}\\p{Zs}]+");

    /** What is not seen, such as marks that turn the direction of all that follows. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cf}\\p{Cs}\\p{Cn}&&[^\\u200C\\u200D]]");

    private StrangersWords() {}

    /** In one line, without marks that are not seen, and no longer than that. */
    static String of(String text, int mostCharacters) {
        String seen = UNSEEN.matcher(text).replaceAll("");
        String line = BREAKS.matcher(seen).replaceAll(" ").strip();
        String cut = CodePoints.first(mostCharacters, line);
        return cut.length() == line.length() ? line : cut.strip() + "…";
    }
}
