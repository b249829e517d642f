package dev.ganglion.protocol.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client-server API, module "Push notifications", "Conditions". */
class FoldedGlobTest {
    private static final int BODY = 65_536;

    @ParameterizedTest
    @CsvSource({
        "lunc?*, Lunch plans, true",
        "lunc?*, LUNCH, true",
        "lunc?*, ' lunch', false",
        "lunc?*, lunc, false",
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "?, '', false",
        "?, 😀, true",
        "ÄRGER, ärger, true",
        "σ, Σ, true",
        "k, \u212A, false",
        "a.c, abc, false",
        "[ab], a, false",
        "a\\*, a\\b, true",
        "m.*.message, m.room.message, true",
        "a*bc*c, abc, false"
    })
    void theWholeValueIsMatchedWithoutRegardToCase(String pattern, String text, boolean matches) {
        assertThat(FoldedGlob.of(pattern).matches(FoldedText.of(text))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "ex*ple, An example event., true",
        "ex*ple, exple, true",
        "ex*ple, An exciting triple-whammy, true",
        "ex*ple, examples, false",
        "cake, I like CAKE!, true",
        "cake, cheesecake, false",
        "cake, cake_tin, false",
        "cake, cake2, false",
        "cake, naïvécake, true",
        "@room, hello @room, true",
        "@room, hello@room, true",
        "@room, '@roommate', false",
        "'', x, true",
        "'', '', true",
        "?, ab, false",
        "?, a b, true",
        "*, abc, true",
        "it's, 'yes, IT''S', true"
    })
    void partsBeginAndEndAtAWordBoundary(String pattern, String text, boolean matches) {
        assertThat(FoldedGlob.of(pattern).matchesWordsOf(FoldedText.of(text))).isEqualTo(matches);
        assertThat(FoldedGlob.of(pattern).matchesWordsOf(words(text))).isEqualTo(matches);
    }

    @Test
    void literalsOfFewWordsAreLookedUp() {
        assertThat(FoldedGlob.of("it's").isLookedUp()).isTrue();
        assertThat(FoldedGlob.of("@@@@@@@@").isLookedUp()).isTrue();
        assertThat(FoldedGlob.of("@@@@@@@@@").isLookedUp()).isFalse();
        assertThat(FoldedGlob.of("it*").isLookedUp()).isFalse();
        assertThat(FoldedGlob.of("").isLookedUp()).isFalse();
    }

    @Test
    void aLiteralHasNoWildcards() {
        assertThat(FoldedGlob.ofLiteral("a*?").matches(FoldedText.of("A*?"))).isTrue();
        assertThat(FoldedGlob.ofLiteral("a*?").matches(FoldedText.of("abc"))).isFalse();
    }

    @Test
    void aPatternHasAtMost1024Characters() {
        assertThat(FoldedGlob.isPossible("😀".repeat(FoldedGlob.MAX_LENGTH))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FoldedGlob.of("a".repeat(FoldedGlob.MAX_LENGTH + 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 127, 128, 129, 1_024})
    void longPatternsMatchAsShortOnes(int length) {
        String text = "ab".repeat(length).substring(0, length);

        assertThat(FoldedGlob.of(text).matches(FoldedText.of(text))).isTrue();
        assertThat(FoldedGlob.of(text).matches(FoldedText.of(text + "a"))).isFalse();
        assertThat(FoldedGlob.of(text).matches(FoldedText.of(text.substring(1)))).isFalse();
        assertThat(FoldedGlob.of(text).matchesWordsOf(FoldedText.of("x " + text + "!"))).isTrue();
        assertThat(FoldedGlob.of("?".repeat(length)).matches(FoldedText.of(text))).isTrue();
    }

    /** What makes a matcher that goes back take exponential or cubic time. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "*a", "a*", "*a*b", "?", "?*", "*?", "*aa?", "a", "a?", "*?a*"})
    @Timeout(20)
    void d02_noPatternMakesMatchingABodySlow(String unit) {
        String pattern = unit.repeat(FoldedGlob.MAX_LENGTH / unit.length());
        FoldedText body = FoldedText.of("a".repeat(BODY - 1) + "c");

        for (int i = 0; i < 20; i++) {
            FoldedGlob.of(pattern).matches(body);
            FoldedGlob.of(pattern).matchesWordsOf(body);
            FoldedGlob.of(pattern.substring(1) + "b").matchesWordsOf(body);
        }
    }

    @Property
    void theWholeIsMatchedAsByTryingEverything(
            @ForAll("patterns") String pattern, @ForAll("bodies") String text) {
        assertThat(FoldedGlob.of(pattern).matches(FoldedText.of(text)))
                .isEqualTo(NaiveGlob.matches(pattern, text));
    }

    @Property
    void partsAreMatchedAsByTryingEverything(
            @ForAll("patterns") String pattern, @ForAll("bodies") String text) {
        boolean expected = NaiveGlob.matchesWordsOf(pattern, text);
        FoldedWords words = words(text);

        assertThat(FoldedGlob.of(pattern).matchesWordsOf(FoldedText.of(text))).isEqualTo(expected);
        assertThat(FoldedGlob.of(pattern).matchesWordsOf(words)).isEqualTo(expected);
        assertThat(FoldedGlob.of(pattern).matchesWordsOf(words)).isEqualTo(expected);
    }

    /** Beyond what fits into one word of states. */
    @Property
    void longPatternsAreMatchedAsByTryingEverything(
            @ForAll("patterns") String pattern, @ForAll("bodies") String text) {
        String long63 = "x".repeat(63) + "-";

        assertThat(FoldedGlob.of(long63 + pattern).matchesWordsOf(FoldedText.of(long63 + text)))
                .isEqualTo(NaiveGlob.matchesWordsOf(long63 + pattern, long63 + text));
    }

    private static FoldedWords words(String text) {
        return FoldedWords.of(FoldedText.of(text));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("aAb_ -*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.strings().withChars("aABb_ -").ofMaxLength(12);
    }
}
