package dev.ganglion.room.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.room.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import java.util.List;

class SearchInputIT extends Searching {
    private static final List<String> STRANGE =
            List.of(
                    "",
                    " ",
                    "'",
                    "\\'",
                    "& | ! <-> <0> :* ( ) %",
                    "((((((((((",
                    "'); drop table rooms.event_words; --",
                    "\"\"\"",
                    "- -- ---",
                    "a:*:*:ABCD",
                    "<99999999999>",
                    "#1",
                    "🎉🏳️‍🌈",
                    "\u202e\u200b\ufeff",
                    "ﷺﷺﷺﷺﷺﷺ",
                    "é\u0301\u0301\u0301\u0301",
                    "1e999999 0x1f 007 -1 .5",
                    "http://[::1]/?x=<y>&z");

    @Test
    void noTextIsTooStrange() {
        String event = alice.sends(room, word, "t1");

        assertThat(STRANGE)
                .allSatisfy(
                        term -> {
                            assertThat(searchesFor(alice, term).path("results").isArray()).isTrue();
                            assertThat(found(searchesFor(alice, "\"" + word + "\" " + term)))
                                    .isEqualTo(holdsWords(term) ? List.of() : List.of(event));
                        });
        assertThat(found(searchesFor(alice, word))).hasSize(1);
    }

    /** Those words are in no event together with the test's. */
    private static boolean holdsWords(String term) {
        return !new SearchLanguage("simple").words(term).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"search_term\":\"x\",\"keys\":[\"content.url\"]",
                "\"search_term\":\"x\",\"order_by\":\"size\"",
                "\"search_term\":\"x\",\"groupings\":{\"group_by\":[{\"key\":\"type\"}]}",
                "\"search_term\":\"x\",\"event_context\":{\"before_limit\":-1}",
                "\"search_term\":\"x\",\"event_context\":{\"after_limit\":-1}",
            })
    void valuesThatMeanNothingAreRefused(String criteria) {
        Refusal.INVALID_PARAM.answers(call(alice, "/search", criteria));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"search_term\":1",
                "\"search_term\":\"x\",\"keys\":\"content.body\"",
                "\"search_term\":\"x\",\"filter\":[]",
                "\"search_term\":\"x\",\"filter\":{\"rooms\":\"!a:b\"}",
                "\"search_term\":\"x\",\"filter\":{\"limit\":0}",
                "\"search_term\":\"x\",\"filter\":{\"limit\":\"5\"}",
                "\"search_term\":\"x\",\"include_state\":\"yes\"",
                "\"search_term\":\"x\",\"event_context\":{\"before_limit\":\"1\"}",
                "\"search_term\":\"x\",\"event_context\":{\"before_limit\":99999999999}",
                "\"search_term\":\"x\",\"groupings\":[]",
            })
    void valuesOfAnotherTypeAreRefused(String criteria) {
        Refusal.BAD_JSON.answers(call(alice, "/search", criteria));
    }

    @Test
    void whatIsMissingIsNamed() {
        Refusal.MISSING_PARAM.answersPost(alice, "/search", "{}");
        Refusal.MISSING_PARAM.answers(call(alice, "/search", ""));
        Refusal.MISSING_PARAM.answers(
                call(alice, "/search", "\"search_term\":\"x\",\"groupings\":{\"group_by\":[{}]}"));
        Refusal.NOT_JSON.answers(alice.call(HttpMethod.POST, "search", "/search"));
    }

    @Test
    void aTokenOfNobodyIsRefused() {
        for (String token : new String[] {"garbage", "t0-1", "1-2139095040-3", "0-0-0-rA"}) {
            Refusal.INVALID_PARAM.answers(
                    call(alice, "/search?next_batch=" + token, "\"search_term\":\"x\""));
        }
    }

    @Test
    void longSearchesAreRefused() {
        Refusal.INVALID_PARAM.answers(
                call(alice, "/search", "\"search_term\":\"" + "x".repeat(1_001) + "\""));
        Refusal.INVALID_PARAM.answers(
                call(alice, "/search", "\"search_term\":\"" + "word ".repeat(100) + "\""));
    }

    @Test
    void aTokenForARoomOfOthersShowsNothing() {
        alice.sends(room, word, "t1");
        String token = SearchPlace.BEGINNING.within(SearchGroup.ROOM, room).toString();
        String ours = token.replaceFirst("\\d{19}", "999999999999999999");

        String criteria = "\"search_term\":\"" + word + "\"";
        assertThat(found(asks(alice, "/search?next_batch=" + ours, criteria))).hasSize(1);
        assertThat(found(asks(bob, "/search?next_batch=" + ours, criteria))).isEmpty();
    }
}
