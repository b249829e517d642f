package dev.ganglion.room.search;

import java.util.List;
import java.util.Optional;

/**
 * Whose events are searched.
 *
 * @param wanted empty for everybody's
 */
record WantedSenders(Optional<List<String>> wanted, List<String> unwanted) {
    static WantedSenders of(SearchCriteria criteria) {
        Optional<List<String>> named = criteria.filter().senders();
        Optional<List<String>> wanted =
                criteria.within(SearchGroup.SENDER)
                        .map(one -> named.map(all -> all.contains(one)).orElse(true) ? one : "")
                        .map(List::of)
                        .or(() -> named);
        return new WantedSenders(wanted, criteria.filter().notSenders());
    }

    boolean isAny() {
        return wanted.isEmpty() && unwanted.isEmpty();
    }
}
