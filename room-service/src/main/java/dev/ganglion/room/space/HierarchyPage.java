package dev.ganglion.room.space;

import dev.ganglion.room.space.HierarchyWalk.Entry;
import dev.ganglion.room.summary.RoomOutline;

import java.util.List;
import java.util.Optional;

/**
 * The rooms of a page in their order, and where the next one goes on.
 *
 * @param entries more than the page holds: what comes behind it tells where to go on
 * @param size how many of them are the page
 */
record HierarchyPage(List<Entry> entries, int size) {
    /** As many rooms as the limit says, or as many as are known for sure to come next. */
    static HierarchyPage of(List<Entry> entries, int limit) {
        long known = entries.stream().takeWhile(entry -> entry instanceof Entry.Room).count();
        return new HierarchyPage(entries, (int) Math.min(known, limit));
    }

    /** The same with fewer rooms, one at least. */
    HierarchyPage shortenedTo(int rooms) {
        return new HierarchyPage(entries, Math.min(size, Math.max(rooms, 1)));
    }

    List<RoomOutline> rooms() {
        return entries.stream()
                .limit(size)
                .flatMap(
                        entry ->
                                switch (entry) {
                                    case Entry.Room room -> Optional.of(room.room()).stream();
                                    case Entry.Rest _ -> Optional.<RoomOutline>empty().stream();
                                })
                .toList();
    }

    /** Where the next page begins; empty after the last. */
    Optional<List<Frame>> next() {
        if (size == entries.size()) {
            return Optional.empty();
        }
        return entries.get(size) instanceof Entry.Rest rest
                ? Optional.of(rest.next())
                : Optional.of(entries.get(size - 1).next());
    }
}
