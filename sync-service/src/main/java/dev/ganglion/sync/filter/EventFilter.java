package dev.ganglion.sync.filter;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses events by type, sender and room. Absent lists choose everything. Filters for account data
 * and presence have no use for the fields that speak of rooms.
 */
public record EventFilter(
        Optional<Integer> limit,
        Optional<List<String>> types,
        Optional<List<String>> notTypes,
        Optional<List<String>> senders,
        Optional<List<String>> notSenders,
        Optional<List<String>> rooms,
        Optional<List<String>> notRooms,
        Optional<Boolean> containsUrl,
        Optional<Boolean> lazyLoadMembers,
        Optional<Boolean> includeRedundantMembers,
        Optional<Boolean> unreadThreadNotifications) {
    private static final int MAX_ENTRIES = 10_000;

    /** Lets everything through. */
    public static final EventFilter EVERYTHING =
            new EventFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** Copies the lists. */
    public EventFilter {
        if (limit.filter(count -> count <= 0).isPresent()) {
            throw new IllegalArgumentException("limit must be above zero");
        }
        types = copy(types);
        notTypes = copy(notTypes);
        senders = copy(senders);
        notSenders = copy(notSenders);
        rooms = copy(rooms);
        notRooms = copy(notRooms);
    }

    /** The same but for the limit. */
    EventFilter withLimit(int count) {
        return new EventFilter(
                Optional.of(count),
                types,
                notTypes,
                senders,
                notSenders,
                rooms,
                notRooms,
                containsUrl,
                lazyLoadMembers,
                includeRedundantMembers,
                unreadThreadNotifications);
    }

    /** Whether an event of a room passes. */
    public boolean allows(TimelineEvent event) {
        return allows(event.header().type(), event.sender().value())
                && allowsRoom(event.room().id().value())
                && containsUrl.map(wanted -> wanted == hasUrl(event)).orElse(true);
    }

    /** Whether an event of that type and sender passes. */
    public boolean allows(String type, String sender) {
        return allowsType(type)
                && senders.map(list -> list.contains(sender)).orElse(true)
                && notSenders.map(list -> !list.contains(sender)).orElse(true);
    }

    public boolean allowsType(String type) {
        return types.map(list -> anyMatches(list, type)).orElse(true)
                && notTypes.map(list -> !anyMatches(list, type)).orElse(true);
    }

    public boolean allowsRoom(String roomId) {
        return rooms.map(list -> list.contains(roomId)).orElse(true)
                && notRooms.map(list -> !list.contains(roomId)).orElse(true);
    }

    /** Whether every event passes, so that none has to be looked at. */
    public boolean isEverything() {
        return types.isEmpty()
                && notTypes.isEmpty()
                && senders.isEmpty()
                && notSenders.isEmpty()
                && rooms.isEmpty()
                && notRooms.isEmpty()
                && containsUrl.isEmpty();
    }

    public boolean isLazyLoading() {
        return lazyLoadMembers.orElse(false);
    }

    public boolean includesRedundantMembers() {
        return includeRedundantMembers.orElse(false);
    }

    private static boolean anyMatches(List<String> patterns, String type) {
        return patterns.stream().anyMatch(pattern -> TypePattern.matches(pattern, type));
    }

    private static boolean hasUrl(TimelineEvent event) {
        return Json.parseObject(event.body().json())
                .object("content")
                .filter(content -> content.has("url"))
                .isPresent();
    }

    /** Refuses lists that are too long or hold null. */
    static Optional<List<String>> copy(Optional<List<String>> list) {
        if (list.filter(
                        entries ->
                                entries.size() > MAX_ENTRIES
                                        || entries.stream().anyMatch(Objects::isNull))
                .isPresent()) {
            throw new IllegalArgumentException("A list of a filter is too long or holds null");
        }
        return list.map(List::copyOf);
    }
}
