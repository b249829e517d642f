package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.room.search.SearchRequest.EventContext;
import dev.ganglion.room.search.SearchRequest.Grouping;
import dev.ganglion.room.search.SearchRequest.RoomEvents;
import dev.ganglion.room.timeline.EventFilter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is searched for.
 *
 * @param keys where, without those that the filter's types rule out
 * @param limit how many results a page has
 */
record SearchCriteria(
        SearchTerm term,
        Set<SearchKey> keys,
        EventFilter filter,
        SearchOrder order,
        SearchPlace place,
        int limit,
        Wishes wishes) {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 50;

    /** What else the client wants to be told. */
    record Wishes(Optional<Around> around, boolean isStateWanted, Set<SearchGroup> groups) {}

    /**
     * How many events before and after a result, and whether with the profiles of their senders.
     */
    record Around(int before, int after, boolean withProfiles) {
        private static final int DEFAULT = 5;
        private static final int MAX = 20;

        private static Around of(EventContext wish) {
            return new Around(
                    limit(wish.beforeLimit()),
                    limit(wish.afterLimit()),
                    wish.includeProfile().orElse(false));
        }

        private static int limit(Optional<Integer> asked) {
            if (asked.filter(limit -> limit < 0).isPresent()) {
                throw MatrixException.invalidParam("before_limit and after_limit are at least 0");
            }
            return Math.min(asked.orElse(DEFAULT), MAX);
        }
    }

    /**
     * Fails with {@code M_MISSING_PARAM}, {@code M_INVALID_PARAM}, or {@code M_BAD_JSON} for the
     * filter.
     */
    static SearchCriteria of(
            RoomEvents wanted, Optional<String> nextBatch, SearchLanguage language) {
        String term =
                wanted.searchTerm().orElseThrow(() -> MatrixException.missingParam("search_term"));
        EventFilter filter = wanted.filter().map(EventFilter::of).orElse(EventFilter.NONE);
        return new SearchCriteria(
                SearchTerm.parse(term, language),
                keys(wanted.keys(), filter),
                filter,
                wanted.orderBy().map(SearchOrder::parse).orElse(SearchOrder.RANK),
                nextBatch.map(SearchPlace::parse).orElse(SearchPlace.BEGINNING),
                Math.min(filter.limit().orElse(DEFAULT_LIMIT), MAX_LIMIT),
                new Wishes(
                        wanted.eventContext().map(Around::of),
                        wanted.includeState().orElse(false),
                        groups(wanted)));
    }

    /** Whether there is nothing to look for, or nowhere to look. */
    boolean isEmpty() {
        return term.isEmpty() || keys.isEmpty();
    }

    /** The one group that is asked for, if it is of this kind. */
    Optional<String> within(SearchGroup group) {
        return place.within()
                .filter(within -> within.group() == group)
                .map(SearchPlace.Within::name);
    }

    private static Set<SearchKey> keys(Optional<List<String>> keys, EventFilter filter) {
        return keys.map(list -> list.stream().map(SearchKey::parse))
                .orElseGet(() -> Arrays.stream(SearchKey.values()))
                .filter(key -> filter.allowsType(key.type()))
                .collect(Collectors.toSet());
    }

    private static Set<SearchGroup> groups(RoomEvents wanted) {
        return wanted
                .groupings()
                .flatMap(SearchRequest.Groupings::groupBy)
                .orElse(List.of())
                .stream()
                .map(Grouping::key)
                .map(
                        key ->
                                SearchGroup.parse(
                                        key.orElseThrow(() -> MatrixException.missingParam("key"))))
                .collect(Collectors.toSet());
    }
}
