package dev.ganglion.moderation.wording;

import org.ahocorasick.trie.Trie;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words and phrases that are looked for all at once, as whole words and whatever their case.
 * Immutable and thread-safe.
 */
public final class WordList {
    private final Map<String, String> asWritten = new HashMap<>();
    private final Trie automaton;

    /** Words that are the same to a reader count once; each must have a visible character. */
    public WordList(List<String> words) {
        var builder = Trie.builder();
        for (String word : words) {
            String folded = Folding.fold(word.strip());
            if (folded.isEmpty()) {
                throw new IllegalArgumentException("A word has no visible character");
            }
            if (asWritten.putIfAbsent(folded, word.strip()) == null) {
                builder.addKeyword(folded);
            }
        }
        this.automaton = builder.build();
    }

    public boolean isEmpty() {
        return asWritten.isEmpty();
    }

    /** The words that these texts hold, as they were written in the list. */
    public Set<String> foundIn(List<String> texts) {
        Set<String> found = new LinkedHashSet<>();
        if (!isEmpty()) {
            texts.forEach(text -> addFoundIn(Folding.fold(text), found));
        }
        return found;
    }

    /** Any of the words that these texts hold. */
    public Optional<String> anyIn(List<String> texts) {
        return foundIn(texts).stream().findFirst();
    }

    private void addFoundIn(String text, Set<String> found) {
        automaton.parseText(
                text,
                hit -> {
                    if (WordBoundary.surrounds(text, hit.getStart(), hit.getEnd() + 1)) {
                        found.add(asWritten.getOrDefault(hit.getKeyword(), hit.getKeyword()));
                    }
                    return true;
                });
    }
}
