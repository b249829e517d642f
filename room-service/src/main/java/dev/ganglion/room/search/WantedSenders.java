package dev.ganglion.room.search;

import java.util.Optional;
import java.util.Set;

/**
 * Whose events are searched.
 *
 * @param wanted empty for everybody's
 */
record WantedSenders(Optional<Set<String>> wanted, Set<String> unwanted) {
    static WantedSenders of(SearchCriteria criteria) {
        Optional<Set<String>> named = criteria.filter().senders();
        Optional<Set<String>> wanted =
                criteria.within(SearchGroup.SENDER)
                        .map(one -> named.map(all -> all.contains(one)).orElse(true) ? one : "")
                        .map(Set::of)
                        .or(() -> named);
        return new WantedSenders(wanted, criteria.filter().notSenders());
    }

    boolean isAny() {
        return wanted.isEmpty() && unwanted.isEmpty();
    }
}
