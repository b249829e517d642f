package dev.ganglion.auth.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrangersWordsTest {
    @Test
    void w05WhatIsNotSeenOrBreaksLinesIsLeftOut() {
        assertThat(StrangersWords.of("a\r\n\tb\u2028c\u0000d\u00a0 e", 100)).isEqualTo("a b c d e");
        assertThat(StrangersWords.of("\u202eabc\u202c\u2066d\u2069\u200b\ufeff", 100))
                .isEqualTo("abcd");
        assertThat(StrangersWords.of("a\ud800b", 100)).isEqualTo("ab");
        assertThat(StrangersWords.of(" \n ", 100)).isEmpty();
    }

    @Test
    void w05WhatIsTooLongIsCutBetweenCharacters() {
        assertThat(StrangersWords.of("abc", 3)).isEqualTo("abc");
        assertThat(StrangersWords.of("abcd", 3)).isEqualTo("abc…");
        assertThat(StrangersWords.of("ab cd", 3)).isEqualTo("ab…");
        assertThat(StrangersWords.of("🙂🙂🙂", 2)).isEqualTo("🙂🙂…");
    }

    @Test
    void familiesStayTogether() {
        assertThat(StrangersWords.of("👩‍👩‍👧", 100)).isEqualTo("👩‍👩‍👧");
    }
}
