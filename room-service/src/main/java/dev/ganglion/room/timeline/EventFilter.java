package dev.ganglion.room.timeline;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A {@code RoomEventFilter}: which events a client wants to see. Lists that are absent filter
 * nothing; a {@code not_} list wins over its counterpart.
 */
public final class EventFilter {
    /** Lets everything pass. */
    public static final EventFilter NONE = new EventFilter(JsonObject.EMPTY);

    /** Each of them is compared with each event's type. */
    private static final int MOST_TYPES = 300;

    /** As many as a filter of {@code /sync} may have. */
    private static final int MOST_ENTRIES = 10_000;

    private final Optional<Globs> types;
    private final Optional<Globs> notTypes;
    private final Optional<Set<String>> senders;
    private final Optional<Set<String>> notSenders;
    private final Optional<Set<String>> rooms;
    private final Optional<Set<String>> notRooms;
    private final Optional<Boolean> containsUrl;
    private final boolean isLazyLoading;
    private final OptionalInt limit;

    private EventFilter(JsonObject json) {
        this.types = strings(json, "types", MOST_TYPES).map(Globs::new);
        this.notTypes = strings(json, "not_types", MOST_TYPES).map(Globs::new);
        this.senders = strings(json, "senders", MOST_ENTRIES).map(Set::copyOf);
        this.notSenders = strings(json, "not_senders", MOST_ENTRIES).map(Set::copyOf);
        this.rooms = strings(json, "rooms", MOST_ENTRIES).map(Set::copyOf);
        this.notRooms = strings(json, "not_rooms", MOST_ENTRIES).map(Set::copyOf);
        this.containsUrl = flag(json, "contains_url");
        this.isLazyLoading = flag(json, "lazy_load_members").orElse(false);
        this.limit = positive(json, "limit");
    }

    /**
     * Reads the parameter {@code filter}; fails with {@code M_BAD_JSON}, {@code M_INVALID_PARAM}
     * for lists that are too long, or {@code M_NOT_JSON} when it is none.
     */
    static EventFilter parse(String json) {
        return of(Json.parseObject(json));
    }

    /**
     * Reads a filter that is part of a request; fails with {@code M_BAD_JSON}, or {@code
     * M_INVALID_PARAM} for lists that are too long.
     */
    public static EventFilter of(JsonObject json) {
        return new EventFilter(json);
    }

    public boolean matches(PduEvent event) {
        return allowsType(event.type())
                && isListed(senders, notSenders, event.sender().value())
                && allowsRoom(event.roomId().value())
                && allowsContentOf(event);
    }

    /** Whether an event may pass by what it holds, whoever sent it as whatever and wherever. */
    public boolean allowsContentOf(PduEvent event) {
        return containsUrl.map(wanted -> wanted == hasUrl(event)).orElse(true);
    }

    /** Whether events of a type may pass. */
    public boolean allowsType(String type) {
        return types.map(globs -> globs.matchAny(type)).orElse(true)
                && !notTypes.map(globs -> globs.matchAny(type)).orElse(false);
    }

    /** Whether events of a room may pass. */
    public boolean allowsRoom(String roomId) {
        return isListed(rooms, notRooms, roomId);
    }

    /** The only senders whose events may pass, if they are named. */
    public Optional<Set<String>> senders() {
        return senders;
    }

    /** Senders whose events do not pass. */
    public Set<String> notSenders() {
        return notSenders.orElse(Set.of());
    }

    /** Whether the client wants the memberships of those whose events it gets, and no others. */
    public boolean isLazyLoading() {
        return isLazyLoading;
    }

    /** How many events the client wants at most, above 0. */
    public OptionalInt limit() {
        return limit;
    }

    /** The smaller of the two limits. */
    int limit(int asked) {
        return Math.min(asked, limit.orElse(asked));
    }

    private static boolean isListed(
            Optional<Set<String>> wanted, Optional<Set<String>> unwanted, String value) {
        return wanted.map(all -> all.contains(value)).orElse(true)
                && !unwanted.map(all -> all.contains(value)).orElse(false);
    }

    private static boolean hasUrl(PduEvent event) {
        return event.content().has("url");
    }

    private static Optional<List<String>> strings(JsonObject json, String key, int most) {
        return json.get(key)
                .map(
                        value -> {
                            if (value instanceof JsonArray array
                                    && array.values().stream()
                                            .allMatch(JsonString.class::isInstance)) {
                                return strings(array, key, most);
                            }
                            throw wrongType(key, "a list of strings");
                        });
    }

    private static List<String> strings(JsonArray array, String key, int most) {
        if (array.values().size() > most) {
            throw MatrixException.invalidParam(
                    "The filter's " + key + " has at most " + most + " entries");
        }
        return array.strings().toList();
    }

    private static Optional<Boolean> flag(JsonObject json, String key) {
        return json.get(key)
                .map(
                        value -> {
                            if (value instanceof JsonBoolean) {
                                return json.bool(key).orElseThrow();
                            }
                            throw wrongType(key, "true or false");
                        });
    }

    private static OptionalInt positive(JsonObject json, String key) {
        Optional<JsonValue> value = json.get(key);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (value.get() instanceof JsonNumber(long number) && number > 0) {
            return OptionalInt.of((int) Math.min(number, Integer.MAX_VALUE));
        }
        throw wrongType(key, "a number above 0");
    }

    private static MatrixException wrongType(String key, String expected) {
        return MatrixException.badJson("The filter's " + key + " must be " + expected);
    }
}
