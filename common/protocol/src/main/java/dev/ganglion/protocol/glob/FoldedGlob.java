package dev.ganglion.protocol.glob;

import java.util.Arrays;

/**
 * A pattern for texts of events, in which case does not count: {@code *} stands for any characters
 * or none, {@code ?} for exactly one. Client-server API, module "Push notifications", "Conditions";
 * appendices, "Glob-style matching".
 *
 * <p>All ways in which the pattern can match are followed at once, as bits of a few words, so that
 * matching takes (characters of the text) × (characters of the pattern) / 64 steps whatever the two
 * are. Immutable and thread-safe; equal when nothing but case differs.
 */
public final class FoldedGlob {
    /** The characters that a pattern may have. */
    public static final int MAX_LENGTH = 1_024;

    private static final int ANY_ONE = -1;
    private static final int ANY_NUMBER = -2;

    private final int[] tokens;

    /** How many characters a match has at least, which is the number of the last state. */
    private final int last;

    /** The states that any character leaves as they are: those before a star. */
    private final long[] loops;

    /** The states that any character leads on from. */
    private final long[] anyOne;

    /** The characters of the pattern, sorted, and for each the states that it leads on from. */
    private final int[] alphabet;

    private final long[][] steps;

    /** How many words a pattern without wildcards has, if they are few, and its hash. */
    private final int literalWords;

    private final long literalHash;

    private FoldedGlob(int[] tokens) {
        this.tokens = tokens;
        this.last = (int) Arrays.stream(tokens).filter(token -> token != ANY_NUMBER).count();
        this.loops = emptyStates();
        this.anyOne = emptyStates();
        this.alphabet =
                Arrays.stream(tokens).filter(token -> token >= 0).sorted().distinct().toArray();
        this.steps = new long[alphabet.length][];
        Arrays.setAll(steps, _ -> emptyStates());
        int state = 0;
        for (int token : tokens) {
            set(token == ANY_NUMBER ? loops : leadingOn(token), state);
            state += token == ANY_NUMBER ? 0 : 1;
        }
        for (long[] step : steps) {
            Arrays.setAll(step, i -> step[i] | anyOne[i]);
        }
        FoldedText literal = FoldedText.ofFolded(tokens);
        boolean hasWildcards = Arrays.stream(tokens).anyMatch(token -> token < 0);
        int words = hasWildcards ? 0 : literal.wordBoundaries().length - 1;
        this.literalWords = words <= FoldedWords.MOST_WORDS ? words : 0;
        this.literalHash = literalWords == 0 ? 0 : new TextHash(literal).of(0, literal.length());
    }

    /** A pattern with both wildcards. */
    public static FoldedGlob of(String pattern) {
        checkLength(pattern);
        return new FoldedGlob(
                Arrays.stream(FoldedText.fold(pattern)).map(FoldedGlob::token).toArray());
    }

    /** A pattern that has no wildcards, whatever the text holds. */
    public static FoldedGlob ofLiteral(String text) {
        checkLength(text);
        return new FoldedGlob(FoldedText.fold(text));
    }

    /** Whether a pattern is short enough. */
    public static boolean isPossible(String pattern) {
        return pattern.codePointCount(0, pattern.length()) <= MAX_LENGTH;
    }

    /** Whether the pattern fits all of the text. */
    public boolean matches(FoldedText text) {
        long[] states = emptyStates();
        set(states, 0);
        boolean isAlive = true;
        for (int i = 0; i < text.length() && isAlive; i++) {
            isAlive = advance(states, text.at(i));
        }
        return isAlive && isSet(states, last);
    }

    /** The same as of the text itself, and faster when many patterns are put to it. */
    public boolean matchesWordsOf(FoldedWords words) {
        return (literalWords == 0 || words.mayHold(literalWords, literalHash))
                && matchesWordsOf(words.text());
    }

    /** Whether nearly nothing is needed to look for the pattern in {@link FoldedWords}. */
    public boolean isLookedUp() {
        return literalWords > 0;
    }

    /** Whether the pattern fits a part of the text that begins and ends at a word boundary. */
    public boolean matchesWordsOf(FoldedText text) {
        return last < Long.SIZE ? isShortAmongWordsOf(text) : isLongAmongWordsOf(text);
    }

    /** All states in one word, which is the usual case. */
    private boolean isShortAmongWordsOf(FoldedText text) {
        long matched = 1L << last;
        long loop = loops[0];
        long states = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (text.isWordBoundary(i)) {
                states |= 1;
                if ((states & matched) != 0) {
                    return true;
                }
            }
            if (states != 0 && i < text.length()) {
                states = ((states & step(text.at(i))[0]) << 1) | (states & loop);
            }
        }
        return false;
    }

    private boolean isLongAmongWordsOf(FoldedText text) {
        long[] states = emptyStates();
        for (int i = 0; i <= text.length(); i++) {
            if (text.isWordBoundary(i)) {
                set(states, 0);
                if (isSet(states, last)) {
                    return true;
                }
            }
            if (i < text.length()) {
                advance(states, text.at(i));
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoldedGlob glob && Arrays.equals(tokens, glob.tokens);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }

    private static void checkLength(String pattern) {
        if (!isPossible(pattern)) {
            throw new IllegalArgumentException("The pattern is too long");
        }
    }

    private static int token(int character) {
        return switch (character) {
            case '*' -> ANY_NUMBER;
            case '?' -> ANY_ONE;
            default -> character;
        };
    }

    private long[] leadingOn(int token) {
        return token == ANY_ONE ? anyOne : steps[Arrays.binarySearch(alphabet, token)];
    }

    /** Takes one character in all states; false when none is left. */
    private boolean advance(long[] states, int character) {
        long[] step = step(character);
        long carried = 0;
        long alive = 0;
        for (int i = 0; i < states.length; i++) {
            long taken = states[i] & step[i];
            states[i] = (taken << 1) | carried | (states[i] & loops[i]);
            carried = taken >>> (Long.SIZE - 1);
            alive |= states[i];
        }
        return alive != 0;
    }

    /** The states that a character leads on from. */
    private long[] step(int character) {
        int found = Arrays.binarySearch(alphabet, character);
        return found >= 0 ? steps[found] : anyOne;
    }

    private long[] emptyStates() {
        return new long[last / Long.SIZE + 1];
    }

    private static void set(long[] states, int state) {
        states[state / Long.SIZE] |= 1L << state;
    }

    private static boolean isSet(long[] states, int state) {
        return (states[state / Long.SIZE] & (1L << state)) != 0;
    }
}
