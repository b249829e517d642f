package dev.ganglion.room.search;

import dev.ganglion.room.search.MatchRepository.Match;
import dev.ganglion.room.search.VisibleMatches.Visible;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A page of results in the making.
 *
 * @param start where the page begins
 * @param results in the requested order
 * @param rest what the searcher may see behind them, as far as it was looked at
 * @param isLookedThrough whether there is nothing behind the rest
 * @param reached everything up to here has been looked at and, but for the rest, used
 */
record Findings(
        SearchPlace start,
        List<Finding> results,
        List<Visible> rest,
        boolean isLookedThrough,
        SearchPlace reached) {
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    static Findings startingAt(SearchPlace start) {
        return new Findings(start, List.of(), List.of(), false, start);
    }

    /** A looked-through page without any result. */
    static Findings none(SearchPlace start) {
        return new Findings(start, List.of(), List.of(), true, start);
    }

    /** With the first of the rest used, which is a result or was passed over. */
    Findings with(Optional<Finding> result) {
        List<Finding> all = Stream.concat(results.stream(), result.stream()).toList();
        return new Findings(start, all, rest.subList(1, rest.size()), isLookedThrough, reached);
    }

    /** What the page may still hold, of results or of what stands around them. */
    long bytesLeft() {
        return MAX_BYTES - results.stream().mapToLong(Finding::bytes).sum();
    }

    /** The results that are known of, before this page, on it and behind it. */
    long count() {
        return start.shown() + results.size() + rest.size();
    }

    /** Where the next page begins, if there is one. */
    Optional<SearchPlace> next() {
        if (rest.isEmpty() && isLookedThrough) {
            return Optional.empty();
        }
        long shown = start.shown() + results.size();
        SearchPlace next =
                rest.isEmpty()
                        ? new SearchPlace(
                                shown, reached.score(), reached.position(), start.within())
                        : behind(results.getLast().match(), shown);
        return Optional.of(next);
    }

    /** Where more results of one group of the page follow, if there may be any. */
    Optional<SearchPlace> nextWithin(SearchGroup group, String name, List<Finding> ofGroup) {
        Match last = ofGroup.getLast().match();
        boolean isMore = !isLookedThrough || rest.stream().anyMatch(isIn(group, ofGroup));
        return isMore
                ? Optional.of(SearchPlace.behind(last, ofGroup.size()).within(group, name))
                : Optional.empty();
    }

    private SearchPlace behind(Match match, long shown) {
        return new SearchPlace(shown, match.score(), match.position(), start.within());
    }

    private static Predicate<Visible> isIn(SearchGroup group, List<Finding> ofGroup) {
        Match one = ofGroup.getLast().match();
        return switch (group) {
            case ROOM -> visible -> visible.match().room().equals(one.room());
            case SENDER -> visible -> visible.match().sender().equals(one.sender());
        };
    }
}
