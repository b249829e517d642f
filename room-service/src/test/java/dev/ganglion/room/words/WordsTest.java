package dev.ganglion.room.words;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello, World!                | hello world",
                "Crème Brûlée                 | creme brulee",
                "Straße Øre Łódź İstanbul ısı | strasse ore lodz istanbul isi",
                "ёлка Ὀδυσσεύς                | елка οδυσσευσ",
                "don't e-mail a.b@c.org       | don t e mail a b c org",
                "v1.2 x_y 3rd                 | v1 2 x y 3rd",
                "ＦＵＬＬ ﬁsh                 | full fish",
                "我们明天 meet 日本           | 我 们 明 天 meet 日 本",
                "สวัสดี                       | ส วั ส ดี",
                "한국어 नमस्ते                | 한국어 नमस्ते",
                "soft­hyphen               | softhyphen",
                "🎉 … — !                     | ''",
            })
    void textBecomesWordsWithoutAccents(String text, String words) {
        assertThat(String.join(" ", Words.UNACCENTED.of(text))).isEqualTo(words);
    }

    @Test
    void accentsMayStay() {
        assertThat(Words.ACCENTED.of("Crème É")).containsExactly("crème", "é");
    }

    @Test
    void aWordHasAnEnd() {
        assertThat(Words.UNACCENTED.of("x".repeat(70_000)))
                .containsExactly("x".repeat(Words.MAX_LENGTH));
    }

    @Test
    void nulPartsWords() {
        assertThat(Words.UNACCENTED.of("one\0two")).containsExactly("one", "two");
    }

    @Test
    void textDoesNotGrowWithoutEnd() {
        List<String> words = Words.UNACCENTED.of("\ufdfa ".repeat(30_000));

        assertThat(words.stream().mapToInt(String::length).sum()).isLessThan(300_000);
    }

    @Property(tries = 300)
    void wordsHoldNothingThatMeansSomethingToADatabase(@ForAll String text) {
        for (Words spelling : Words.values()) {
            assertThat(spelling.of(text))
                    .allSatisfy(
                            word ->
                                    assertThat(word)
                                            .isNotEmpty()
                                            .doesNotContain("'", "\\", "\0", " ", ":", "&", "|"));
        }
    }
}
