package dev.ganglion.protocol.glob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** Appendices, "Glob-style matching". */
class GlobTest {
    private static final int MOST_BYTES = 65_536;

    @ParameterizedTest
    @CsvSource({
        "m.room.message, m.room.message, true",
        "m.room.message, m.room.messages, false",
        "m.room.*, m.room.message, true",
        "m.room.*, m.roomy, false",
        "*, anything, true",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "*.message, m.room.message, true",
        "m.*.message, m.room.message, true",
        "m.*.message, m.message, false",
        "a*a, a, false",
        "a*a, aa, true",
        "*b*, abc, true",
        "*b*c*, abc, true",
        "*c*b*, abc, false",
        "a**c, abc, true",
        "a*b*b, ab, false",
        "a*bc*c, abc, false",
        "a*ab, aab, true",
        "*aab, aaab, true",
        "*aab*, aaabaa, true",
        "m.room.message, M.ROOM.MESSAGE, false",
        "a.c, abc, false",
        "[ab], a, false",
        "a\\*, a\\b, true"
    })
    void aStarStandsForAnything(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
        assertThat(Glob.ofStars(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "?, a, true",
        "?, '', false",
        "?, ab, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "??, é😀, true",
        "?*, '', false",
        "*?, abc, true",
        "*?, '', false",
        "a*?c, abc, true",
        "a*?c, ac, false",
        "*a?c*, xabca, true",
        "*a?c*, xaca, false",
        "?*?*?, ab, false",
        "?*?*?, abc, true"
    })
    void aQuestionMarkStandsForOneCharacter(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
        assertThat(Glob.ofStars(pattern).matches(text)).isEqualTo(pattern.equals(text));
    }

    /** What makes a matcher that goes back take exponential or cubic time. */
    static Stream<Named<String>> d02_noPatternMakesMatchingSlow() {
        return Stream.of("*a", "a*", "*a*b", "*?", "?*", "*", "**a", "*aa?", "?", "a", "*?a*")
                .flatMap(
                        unit ->
                                Stream.of(16, 120, 255, MOST_BYTES)
                                        .flatMap(size -> hostile(unit, size)));
    }

    private static Stream<Named<String>> hostile(String unit, int size) {
        String start = unit.repeat(size / unit.length());
        return Stream.of(start, start + "b", start + "*b", "*" + start + "b*")
                .map(pattern -> Named.of("%d of %s".formatted(size, unit), pattern));
    }

    @ParameterizedTest
    @MethodSource
    @Timeout(5)
    void d02_noPatternMakesMatchingSlow(String pattern) {
        Glob glob = Glob.of(pattern);
        List<String> names =
                List.of("a".repeat(255), "a".repeat(254) + "c", "ab".repeat(127), "a".repeat(128));

        for (int i = 0; i < 50; i++) {
            names.forEach(glob::matches);
        }
    }
}
