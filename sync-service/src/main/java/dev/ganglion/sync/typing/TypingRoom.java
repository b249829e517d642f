package dev.ganglion.sync.typing;

import dev.ganglion.protocol.identifier.UserId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is typing in one room. Immutable.
 *
 * @param until for each user when it ends, in milliseconds since 1970
 * @param changedAt microseconds since 1970, never twice the same at a replica
 */
record TypingRoom(Map<UserId, Long> until, long changedAt) {
    TypingRoom with(UserId user, long end, long now) {
        Map<UserId, Long> more = new HashMap<>(until);
        boolean isNew = more.put(user, end) == null;
        return new TypingRoom(Map.copyOf(more), isNew ? now : changedAt);
    }

    TypingRoom without(UserId user, long now) {
        if (!until.containsKey(user)) {
            return this;
        }
        Map<UserId, Long> fewer = new HashMap<>(until);
        fewer.remove(user);
        return new TypingRoom(Map.copyOf(fewer), now);
    }

    List<UserId> ended(long nowMillis) {
        return until.entrySet().stream()
                .filter(entry -> entry.getValue() <= nowMillis)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** In a fixed order. */
    List<UserId> users() {
        Map<String, UserId> sorted = new TreeMap<>();
        until.keySet().forEach(user -> sorted.put(user.value(), user));
        return List.copyOf(sorted.values());
    }
}
