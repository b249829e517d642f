package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.text.Letters;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody types to search for: all of the words, which need be no more than beginnings;
 * {@code "in quotes"} exactly these words in a row; {@code -this} must not be there.
 */
record SearchTerm(List<Part> parts) {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_WORDS = 64;
    private static final int SHORTEST_BEGINNING = 3;
    private static final Pattern PART = Pattern.compile("(-?)(?:\"([^\"]*)\"?|([^\\s\"]+))");

    /**
     * Words that stand in a row.
     *
     * @param typed as it was written
     * @param isExact whether the last word is more than a beginning
     */
    record Part(String typed, List<String> words, boolean isExact, boolean isExcluded) {
        private String query() {
            int last = words.size() - 1;
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < last; i++) {
                row.append(lexeme(words.get(i), false)).append(" <-> ");
            }
            row.append(lexeme(words.get(last), !isExact));
            return (isExcluded ? "!(" : "(") + row + ")";
        }

        /** Of what it looks for, any. */
        private List<String> alternatives() {
            return words.stream().map(word -> lexeme(word, !isExact)).toList();
        }

        boolean isUnspaced() {
            return words.stream().anyMatch(word -> Letters.isUnspaced(word.codePointAt(0)));
        }

        /** Words hold letters and digits alone: there is nothing to escape. */
        private static String lexeme(String word, boolean mayBeBeginning) {
            boolean isBeginning =
                    mayBeBeginning
                            && word.length() >= SHORTEST_BEGINNING
                            && !Letters.isUnspaced(word.codePointAt(0));
            return "'" + word + "'" + (isBeginning ? ":*" : "");
        }
    }

    /** Fails with {@code M_INVALID_PARAM} when it is longer than anybody searches for. */
    static SearchTerm parse(String typed, SearchLanguage language) {
        if (typed.length() > MAX_LENGTH) {
            throw MatrixException.invalidParam(
                    "search_term has at most " + MAX_LENGTH + " characters");
        }
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(typed);
        while (matcher.find()) {
            boolean isQuoted = matcher.group(2) != null;
            String text = isQuoted ? matcher.group(2) : matcher.group(3);
            List<String> words = language.words(text);
            if (!words.isEmpty()) {
                parts.add(new Part(text, words, isQuoted, !matcher.group(1).isEmpty()));
            }
        }
        if (parts.stream().mapToInt(part -> part.words().size()).sum() > MAX_WORDS) {
            throw MatrixException.invalidParam("search_term has at most " + MAX_WORDS + " words");
        }
        return new SearchTerm(List.copyOf(parts));
    }

    /** Whether there is anything to look for: what is excluded alone is no search. */
    boolean isEmpty() {
        return wanted().isEmpty();
    }

    List<Part> wanted() {
        return parts.stream().filter(part -> !part.isExcluded()).toList();
    }

    /** For {@code to_tsquery}. */
    String query() {
        return parts.stream().map(Part::query).collect(Collectors.joining(" & "));
    }

    /** For {@code to_tsquery}: any of the words that are looked for. */
    String anyWord() {
        return wanted().stream()
                .flatMap(part -> part.alternatives().stream())
                .distinct()
                .collect(Collectors.joining(" | "));
    }
}
