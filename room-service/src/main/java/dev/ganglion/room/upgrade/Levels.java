package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.PowerLevels;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Power levels as every room version takes them: integers alone. Up to room version 9 they may be
 * strings of integers; what is none is left out, as if it were not there.
 */
final class Levels {
    static final String USERS = "users";
    static final String EVENTS = "events";

    private Levels() {}

    /** The content with integers for all levels; members that are no levels stay as they are. */
    static JsonObject normalized(JsonObject content) {
        JsonObject.Builder levels =
                content.without(PowerLevels.NAMED.toArray(String[]::new)).toBuilder()
                        .put(EVENTS, object(map(content, EVENTS, _ -> true)))
                        .put(USERS, object(users(content)));
        PowerLevels.NAMED.forEach(
                name -> content.get(name).flatMap(Levels::of).ifPresent(l -> levels.put(name, l)));
        if (content.has("notifications")) {
            levels.put("notifications", object(map(content, "notifications", _ -> true)));
        }
        return levels.build();
    }

    /** The levels that users are given by name. */
    static Map<String, Long> users(JsonObject content) {
        return map(content, USERS, user -> UserId.tryParse(user).isPresent());
    }

    static Map<String, Long> events(JsonObject content) {
        return map(content, EVENTS, _ -> true);
    }

    static JsonObject object(Map<String, Long> levels) {
        JsonObject.Builder object = JsonObject.builder();
        levels.forEach(object::put);
        return object.build();
    }

    static long named(JsonObject content, String name, long otherwise) {
        return content.get(name).flatMap(Levels::of).orElse(otherwise);
    }

    /** The highest of all levels that stand for no user. */
    static long highestRequired(JsonObject content) {
        return Stream.of(
                        PowerLevels.NAMED.stream().map(name -> named(content, name, 0)),
                        events(content).values().stream(),
                        map(content, "notifications", _ -> true).values().stream())
                .flatMap(levels -> levels)
                .reduce(0L, Math::max);
    }

    static Optional<Long> of(JsonValue value) {
        return switch (value) {
            case JsonNumber(long number) -> Optional.of(number);
            case JsonString(String text) -> integer(text.strip());
            default -> Optional.empty();
        };
    }

    private static Optional<Long> integer(String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.clamp(Long.parseLong(text), -JsonNumber.MAX, JsonNumber.MAX));
        } catch (NumberFormatException _) {
            return Optional.of(text.startsWith("-") ? -JsonNumber.MAX : JsonNumber.MAX);
        }
    }

    private static Map<String, Long> map(
            JsonObject content, String name, Predicate<String> isWanted) {
        Map<String, Long> levels = new TreeMap<>();
        content.object(name)
                .orElse(JsonObject.EMPTY)
                .entries()
                .forEach(
                        (key, value) ->
                                of(value)
                                        .filter(_ -> isWanted.test(key))
                                        .ifPresent(level -> levels.put(key, level)));
        return levels;
    }
}
