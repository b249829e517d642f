package dev.ganglion.sync.slidingsync;

import java.util.Optional;
import java.util.Set;

/**
 * Of which rooms an extension tells.
 *
 * @param lists the names of lists; without any, all of them
 * @param rooms of the rooms that are subscribed to; without any, all of them
 */
record Scope(Optional<Set<String>> lists, Optional<Set<String>> rooms) {
    private static final String ALL = "*";

    boolean contains(WantedRoom room) {
        return room.lists().stream().anyMatch(list -> isIn(lists, list))
                || (room.isSubscribed() && isIn(rooms, room.id()));
    }

    private static boolean isIn(Optional<Set<String>> names, String name) {
        return names.map(all -> all.contains(ALL) || all.contains(name)).orElse(true);
    }
}
