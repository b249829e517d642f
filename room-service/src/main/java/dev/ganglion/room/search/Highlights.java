package dev.ganglion.room.search;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.room.search.SearchTerm.Part;
import dev.ganglion.service.text.Letters;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which words of the results are those that were looked for, as they stand in the text: clients
 * mark them, and know neither stems nor accents.
 */
@Component
class Highlights {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
    private static final int MOST_WORDS = 2_000;
    private static final int LONGEST_WORD = 100;

    private final DatabaseClient database;
    private final SearchLanguage language;

    Highlights(DatabaseClient database, SearchLanguage language) {
        this.database = database;
        this.language = language;
    }

    Mono<List<String>> of(SearchTerm term, List<PduEvent> results) {
        List<String> texts = results.stream().map(Highlights::text).toList();
        List<String> words =
                texts.stream()
                        .flatMap(BETWEEN_WORDS::splitAsStream)
                        .filter(word -> !word.isEmpty() && word.length() <= LONGEST_WORD)
                        .distinct()
                        .limit(MOST_WORDS)
                        .toList();
        return words.isEmpty()
                ? Mono.just(List.of())
                : found(term, words).map(found -> with(unspaced(term, texts), found));
    }

    private Mono<List<String>> found(SearchTerm term, List<String> words) {
        return database.sql(
                        """
                        select w.word
                        from to_tsquery(cast(:language as regconfig), :query) as q
                        cross join unnest(:words, :spelled) as w(word, spelled)
                        where to_tsvector(cast(:language as regconfig), w.spelled) @@ q
                        """)
                .bind("language", language.configuration())
                .bind("query", term.anyWord())
                .bind("words", words.toArray(String[]::new))
                .bind("spelled", words.stream().map(this::spelled).toArray(String[]::new))
                .map(row -> Objects.requireNonNull(row.get("word", String.class)))
                .all()
                .collectList();
    }

    /** Words of one letter each would be marked wherever they stand. */
    private String spelled(String word) {
        return word.codePoints().anyMatch(Letters::isUnspaced)
                ? ""
                : String.join(" ", language.words(word));
    }

    /** Where no spaces part the words, what was typed is looked for as it is. */
    private static Stream<String> unspaced(SearchTerm term, List<String> texts) {
        return term.wanted().stream()
                .filter(Part::isUnspaced)
                .map(Part::typed)
                .filter(typed -> texts.stream().anyMatch(text -> text.contains(typed)));
    }

    private static List<String> with(Stream<String> more, List<String> found) {
        List<String> all = new ArrayList<>(found);
        more.forEach(all::add);
        return List.copyOf(all);
    }

    private static String text(PduEvent event) {
        Optional<SearchKey> key = SearchKey.of(event.type(), event.stateKey());
        return key.map(known -> known.text(event.content())).orElse("");
    }
}
