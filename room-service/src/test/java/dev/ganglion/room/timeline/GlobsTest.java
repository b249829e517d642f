package dev.ganglion.room.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

class GlobsTest {
    @ParameterizedTest
    @CsvSource({
        "m.room.message, m.room.message, true",
        "m.room.message, m.room.messages, false",
        "m.room.*, m.room.message, true",
        "m.room.*, m.roomy, false",
        "*, anything, true",
        "*, '', true",
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
        "m.room.message, M.ROOM.MESSAGE, false",
    })
    void aStarStandsForAnything(String pattern, String text, boolean matches) {
        assertThat(Globs.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void noPatternMatchesNothing() {
        assertThat(new Globs(List.of()).matchAny("m.room.message")).isFalse();
    }

    @Test
    void d02_manyStarsDoNotMakeItSlow() {
        String pattern = "*a".repeat(5_000) + "b";
        String text = "a".repeat(50_000);

        Assertions.assertTimeout(Duration.ofSeconds(1), () -> Globs.matches(pattern, text));
    }
}
