package dev.ganglion.protocol.glob;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Phrases that are looked for in texts all at once, each with those to whom it belongs. A phrase is
 * found where {@link FoldedGlob#ofLiteral} would find it among the words of a text.
 *
 * <p>Looking takes (words of the text) × (different numbers of words of the phrases) lookups,
 * however many phrases there are; what is neither a letter of ASCII, a digit nor an underscore is a
 * word of its own. Not thread-safe.
 *
 * @param <T> whose the phrases are
 */
public final class FoldedPhrases<T> {
    /** The characters of the longest phrase that is looked for. */
    public static final int MAX_LENGTH = 256;

    private static final int FILTER_WORDS = 1_024;

    private final Map<Long, List<Phrase<T>>> byHash = new HashMap<>();

    /** Bits of all hashes that there have ever been: most parts of a text go no further. */
    private final long[] filter = new long[FILTER_WORDS];

    /** How many phrases there are of each number of words. */
    private final TreeMap<Integer, Integer> numbersOfWords = new TreeMap<>();

    private record Phrase<T>(FoldedText text, Set<T> owners) {}

    /** One more owner of a phrase. One that is empty or too long is never found. */
    public void add(String phrase, T owner) {
        FoldedText text = FoldedText.of(phrase);
        if (!isPossible(text)) {
            return;
        }
        long hash = hash(text);
        filter[wordOf(hash)] |= 1L << hash;
        List<Phrase<T>> sameHash = byHash.computeIfAbsent(hash, _ -> new ArrayList<>(1));
        for (Phrase<T> present : sameHash) {
            if (present.text.equals(text)) {
                present.owners.add(owner);
                return;
            }
        }
        Phrase<T> begun = new Phrase<>(text, new HashSet<>());
        begun.owners.add(owner);
        sameHash.add(begun);
        numbersOfWords.merge(words(text), 1, Integer::sum);
    }

    /** Takes a phrase from an owner. */
    public void remove(String phrase, T owner) {
        FoldedText text = FoldedText.of(phrase);
        if (!isPossible(text)) {
            return;
        }
        long hash = hash(text);
        List<Phrase<T>> sameHash = byHash.getOrDefault(hash, List.of());
        for (Phrase<T> present : sameHash) {
            if (present.text.equals(text)
                    && present.owners.remove(owner)
                    && present.owners.isEmpty()) {
                numbersOfWords.merge(words(text), -1, (a, b) -> a + b == 0 ? null : a + b);
                sameHash.remove(present);
                break;
            }
        }
        if (sameHash.isEmpty()) {
            byHash.remove(hash);
        }
    }

    /** The owners of all phrases that stand among the words of a text. */
    public Set<T> ownersIn(FoldedText text) {
        Set<Phrase<T>> found = Collections.newSetFromMap(new IdentityHashMap<>());
        if (!byHash.isEmpty()) {
            find(text, found);
        }
        Set<T> owners = new HashSet<>();
        found.forEach(phrase -> owners.addAll(phrase.owners));
        return owners;
    }

    private void find(FoldedText text, Set<Phrase<T>> found) {
        int[] boundaries = text.wordBoundaries();
        int[] lengths = numbersOfWords.keySet().stream().mapToInt(Integer::intValue).toArray();
        TextHash hashes = new TextHash(text);
        for (int start = 0; start < boundaries.length; start++) {
            for (int length : lengths) {
                int end = start + length;
                if (end >= boundaries.length) {
                    break;
                }
                long hash = hashes.of(boundaries[start], boundaries[end]);
                if ((filter[wordOf(hash)] & 1L << hash) != 0) {
                    find(hash, text, boundaries[start], found);
                }
            }
        }
    }

    private void find(long hash, FoldedText text, int from, Set<Phrase<T>> found) {
        for (Phrase<T> phrase : byHash.getOrDefault(hash, List.of())) {
            // One that was found is not compared again at each place where it stands.
            if (!found.contains(phrase) && text.holdsAt(from, phrase.text)) {
                found.add(phrase);
            }
        }
    }

    private static int wordOf(long hash) {
        return (int) (hash >>> Long.numberOfTrailingZeros(Long.SIZE)) & (FILTER_WORDS - 1);
    }

    private static boolean isPossible(FoldedText phrase) {
        return phrase.length() > 0 && phrase.length() <= MAX_LENGTH;
    }

    private static long hash(FoldedText phrase) {
        return new TextHash(phrase).of(0, phrase.length());
    }

    private static int words(FoldedText phrase) {
        return phrase.wordBoundaries().length - 1;
    }
}
