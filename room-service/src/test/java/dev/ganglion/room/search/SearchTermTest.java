package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTermTest {
    private static final SearchLanguage SIMPLE = new SearchLanguage("simple");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "martians men       | ('martians':*) & ('men':*)",
                "Tea                | ('tea':*)",
                "of tea             | ('of') & ('tea':*)",
                "\"green tea\" cup  | ('green' <-> 'tea') & ('cup':*)",
                "\"green tea        | ('green' <-> 'tea')",
                "tea -milk          | ('tea':*) & !('milk':*)",
                "tea -\"with milk\" | ('tea':*) & !('with' <-> 'milk')",
                "foo-bar.org        | ('foo' <-> 'bar' <-> 'org':*)",
                "a tea I            | ('tea':*)",
                "开会 tea           | ('开' <-> '会') & ('tea':*)",
                "it's & ! <-> :*    | ('it')",
            })
    void whatIsTypedBecomesAQuery(String typed, String query) {
        assertThat(SearchTerm.parse(typed, SIMPLE).query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "!!!", "\"", "-", "a b c", "-tea", "🎉"})
    void whatHoldsNoWordLooksForNothing(String typed) {
        assertThat(SearchTerm.parse(typed, SIMPLE).isEmpty()).isTrue();
    }

    @Test
    void anyOfTheWantedWordsIsMarked() {
        assertThat(SearchTerm.parse("\"green tea\" cup -milk cup", SIMPLE).anyWord())
                .isEqualTo("'green' | 'tea' | 'cup':*");
    }

    @Test
    void nobodySearchesForABook() {
        assertThatThrownBy(() -> SearchTerm.parse("x".repeat(1_001), SIMPLE))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> SearchTerm.parse("word ".repeat(65), SIMPLE))
                .isInstanceOf(MatrixException.class);
    }
}
