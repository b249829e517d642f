package dev.ganglion.service.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodePointsTest {
    @Test
    void whatIsShortStaysAndWhatIsLongIsCutBetweenCharacters() {
        assertThat(CodePoints.first(3, "")).isEmpty();
        assertThat(CodePoints.first(3, "abc")).isEqualTo("abc");
        assertThat(CodePoints.first(3, "abcd")).isEqualTo("abc");
        assertThat(CodePoints.first(2, "😀😀😀")).isEqualTo("😀😀");
        assertThat(CodePoints.first(3, "😀😀😀")).isEqualTo("😀😀😀");
    }
}
