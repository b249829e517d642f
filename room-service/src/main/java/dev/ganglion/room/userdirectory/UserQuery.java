package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.words.Words;
import dev.ganglion.service.web.PageLimit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whom somebody looks for.
 *
 * @param id the beginning of a user ID in lower case; empty when it is none
 * @param words the beginnings of words, as they stand in the directory
 */
record UserQuery(String id, List<String> words, int limit) {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 50;
    private static final int MAX_LENGTH = 512;
    private static final int MAX_WORDS = 16;

    /** After every character that a user ID may hold. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT - 2);

    /** Fails with {@code M_MISSING_PARAM} or {@code M_INVALID_PARAM}. */
    static UserQuery of(UserSearch search, Locale locale) {
        String term =
                search.searchTerm()
                        .orElseThrow(() -> MatrixException.missingParam("search_term"))
                        .strip();
        if (term.length() > MAX_LENGTH) {
            throw tooLong();
        }
        List<String> words = Words.UNACCENTED.of(term.toLowerCase(locale));
        if (words.size() > MAX_WORDS) {
            throw tooLong();
        }
        return new UserQuery(
                id(term), words, PageLimit.of(search.limit(), 1, DEFAULT_LIMIT, MAX_LIMIT));
    }

    boolean isEmpty() {
        return id.isEmpty() && words.isEmpty();
    }

    /** Every ID that begins so comes before this; none does where no ID is looked for. */
    String endOfIds() {
        return id.isEmpty() ? "" : id + LAST;
    }

    /** What is compared with a whole name. */
    String name() {
        return String.join(" ", words);
    }

    /** A {@code tsquery}; words hold letters and digits alone, there is nothing to escape. */
    String query() {
        return words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }

    /** The same for those who are called just so, or so and more. */
    String wholeWords() {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" & "));
    }

    private static MatrixException tooLong() {
        return MatrixException.invalidParam("search_term is longer than any name");
    }

    private static String id(String term) {
        boolean isId = term.startsWith("@") || (term.indexOf(':') > 0 && term.indexOf(' ') < 0);
        String id = term.startsWith("@") ? term : "@" + term;
        return isId ? id.toLowerCase(Locale.ROOT) : "";
    }
}
