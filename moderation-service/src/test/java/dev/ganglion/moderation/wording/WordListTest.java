package dev.ganglion.moderation.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

class WordListTest {
    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "spam       | spam",
                "spam       | No SPAM, please!",
                "spam       | (spam)",
                "spam       | spam_spam",
                "Straße     | STRASSE",
                "café       | un CAFE\u0301 noir",
                "Σας        | ΣΑΣ",
                "спам       | Это СПАМ.",
                "spam       | s\u200bp\u00adam",
                "spam       | ｓｐａｍ",
                "buy now    | Buy Now!",
                "坏蛋        | 你是坏蛋吗",
                "c++        | I like C++.",
            })
    void aWordIsFoundHoweverItIsWritten(String word, String text) {
        assertThat(new WordList(List.of(word)).foundIn(List.of(text))).containsExactly(word);
    }

    @ParameterizedTest(name = "{0} not in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ass   | a class of assassins",
                "spam  | spammer",
                "spam  | antispam",
                "spam  | spam1",
                "cafe  | cafe\u0301",
                "спам  | спамер",
            })
    void aPartOfAWordIsNotTheWord(String word, String text) {
        assertThat(new WordList(List.of(word)).foundIn(List.of(text))).isEmpty();
    }

    @Test
    void aWordWithoutAVisibleCharacterIsNone() {
        assertThatThrownBy(() -> new WordList(List.of("\u200b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void d02_timeIsLinearInTheTextWhateverTheWords() {
        List<String> nested = IntStream.range(1, 200).mapToObj("a"::repeat).toList();
        WordList words = new WordList(nested);
        String text = "a".repeat(65_536);
        words.foundIn(List.of(text));

        long start = System.nanoTime();
        assertThat(words.foundIn(List.of(text))).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void d02_htmlIsReadInOnePass() {
        for (String piece : List.of("<", "<b", "&", "&#", "<b>", "</")) {
            String html = piece.repeat(65_536 / piece.length());
            long start = System.nanoTime();

            PlainText.ofHtml(html);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }
}
