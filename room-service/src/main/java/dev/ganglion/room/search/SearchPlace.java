package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.search.MatchRepository.Match;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the results of a search: right behind a match, perhaps within one group. What comes
 * new meanwhile does not move it. Written as {@code <shown>-<score>-<position>}, for a group
 * followed by {@code r} or {@code s} and its name in base64url.
 *
 * @param shown how many results lie before
 * @param score of the match: its rank, or 0 where the order is by time
 */
record SearchPlace(long shown, float score, long position, Optional<Within> within) {
    static final SearchPlace BEGINNING =
            new SearchPlace(0, Float.MAX_VALUE, Long.MAX_VALUE, Optional.empty());

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9})-(\\d{1,10})-(\\d{1,18})(?:-([rs])([A-Za-z0-9_-]{1,400}))?");

    /** One group: a room by its ID, or a sender. */
    record Within(SearchGroup group, String name) {}

    /** Fails with {@code M_INVALID_PARAM} for what this server has never given out. */
    static SearchPlace parse(String token) {
        Matcher matcher = FORM.matcher(token);
        if (!matcher.matches()) {
            throw unknown();
        }
        float score = Float.intBitsToFloat(bits(matcher.group(2)));
        return new SearchPlace(
                Long.parseLong(matcher.group(1)),
                score,
                Long.parseLong(matcher.group(3)),
                Optional.ofNullable(matcher.group(4))
                        .map(kind -> new Within(group(kind), name(matcher.group(5)))));
    }

    static SearchPlace behind(Match match, long shown) {
        return new SearchPlace(shown, match.score(), match.position(), Optional.empty());
    }

    /** The same place, going on within a group only. */
    SearchPlace within(SearchGroup group, String name) {
        return new SearchPlace(shown, score, position, Optional.of(new Within(group, name)));
    }

    @Override
    public String toString() {
        String place = shown + "-" + Float.floatToIntBits(score) + "-" + position;
        return within.map(group -> place + "-" + written(group)).orElse(place);
    }

    private static String written(Within within) {
        return (within.group() == SearchGroup.ROOM ? "r" : "s")
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(within.name().getBytes(StandardCharsets.UTF_8));
    }

    private static SearchGroup group(String kind) {
        return kind.equals("r") ? SearchGroup.ROOM : SearchGroup.SENDER;
    }

    private static String name(String encoded) {
        try {
            return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8)
                    .replace("\0", "");
        } catch (IllegalArgumentException _) {
            throw unknown();
        }
    }

    /** No score is negative or infinite. */
    private static int bits(String digits) {
        long bits = Long.parseLong(digits);
        if (bits > Float.floatToIntBits(Float.MAX_VALUE)) {
            throw unknown();
        }
        return (int) bits;
    }

    private static MatrixException unknown() {
        return MatrixException.invalidParam("next_batch is not a token of this server");
    }
}
