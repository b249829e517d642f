package dev.ganglion.protocol.glob;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class FoldedPhrasesTest {
    private static final int BODY = 65_536;

    private final FoldedPhrases<String> phrases = new FoldedPhrases<>();

    @Test
    void allPhrasesAmongTheWordsAreFoundTogether() {
        phrases.add("Alice", "a");
        phrases.add("alice", "a2");
        phrases.add("Alice Smith", "as");
        phrases.add("Bob", "b");
        phrases.add("ob", "no");
        phrases.add("花子", "h");

        assertThat(in("is ALICE smith with bob?")).containsExactlyInAnyOrder("a", "a2", "as", "b");
        assertThat(in("山田花子さん")).containsExactly("h");
        assertThat(in("malice, bobs")).isEmpty();
        assertThat(in("")).isEmpty();
    }

    @Test
    void whatIsTakenAwayIsNotFound() {
        phrases.add("alice", "a");
        phrases.add("alice", "a2");
        phrases.remove("ALICE", "a");
        phrases.remove("nobody", "a");

        assertThat(in("alice")).containsExactly("a2");
        phrases.remove("alice", "a2");
        assertThat(in("alice")).isEmpty();
    }

    @Test
    void anEmptyPhraseAndOneTooLongAreNowhere() {
        String longest = "😀".repeat(FoldedPhrases.MAX_LENGTH);
        phrases.add("", "empty");
        phrases.add(longest, "long");
        phrases.add(longest + "😀", "too long");
        phrases.remove(longest + "😀", "too long");

        assertThat(in(longest + "😀😀")).containsExactly("long");
    }

    /** Every character is a word, every phrase of another length, and none is there. */
    @Test
    @Timeout(20)
    void d02_noNamesMakeABodySlow() {
        IntStream.range(0, FoldedPhrases.MAX_LENGTH)
                .forEach(length -> phrases.add("@".repeat(length) + "!", "u" + length));
        IntStream.range(0, 5_000).forEach(number -> phrases.add("@", "v" + number));

        for (int i = 0; i < 5; i++) {
            assertThat(in("@".repeat(BODY))).hasSize(5_000);
        }
    }

    @Property
    void theyAreFoundAsOneByOne(
            @ForAll("phrases") List<String> added,
            @ForAll("phrases") List<String> removed,
            @ForAll("texts") String text) {
        FoldedPhrases<String> many = new FoldedPhrases<>();
        added.forEach(phrase -> many.add(phrase, phrase));
        removed.forEach(phrase -> many.remove(phrase, phrase));

        Set<String> expected =
                added.stream()
                        .filter(phrase -> !phrase.isEmpty() && !removed.contains(phrase))
                        .filter(
                                phrase ->
                                        FoldedGlob.ofLiteral(phrase)
                                                .matchesWordsOf(FoldedText.of(text)))
                        .collect(Collectors.toSet());
        assertThat(many.ownersIn(FoldedText.of(text))).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<String>> phrases() {
        return Arbitraries.strings().withChars("aAb -*é").ofMaxLength(5).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("aAbB_ -*éÉ").ofMaxLength(16);
    }

    private Set<String> in(String text) {
        return phrases.ownersIn(FoldedText.of(text));
    }
}
