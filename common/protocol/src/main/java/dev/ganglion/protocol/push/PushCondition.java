package dev.ganglion.protocol.push;

import dev.ganglion.protocol.glob.FoldedGlob;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** When a rule applies. Module "Push notifications", "Conditions". */
public sealed interface PushCondition
        permits PushCondition.EventMatch,
                PushCondition.EventPropertyIs,
                PushCondition.EventPropertyContains,
                PushCondition.ContainsDisplayName,
                PushCondition.SenderNotificationPermission,
                PushCondition.Unknown,
                RoomMemberCount {
    /** The kinds of which this specification says what they need. */
    Set<String> KNOWN_KINDS =
            Set.of(
                    "event_match",
                    "event_property_is",
                    "event_property_contains",
                    "contains_display_name",
                    "room_member_count",
                    "sender_notification_permission");

    /** A condition as clients write it; one that misses what its kind needs is unknown. */
    static PushCondition of(JsonValue json) {
        if (!(json instanceof JsonObject object)) {
            return new Unknown();
        }
        Optional<? extends PushCondition> known =
                switch (object.string("kind").orElse("")) {
                    case "event_match" -> eventMatch(object);
                    case "event_property_is" -> ofValue(object, EventPropertyIs::new);
                    case "event_property_contains" -> ofValue(object, EventPropertyContains::new);
                    case "contains_display_name" -> Optional.of(new ContainsDisplayName());
                    case "room_member_count" ->
                            object.string("is").flatMap(RoomMemberCount::tryParse);
                    case "sender_notification_permission" ->
                            object.string("key").map(SenderNotificationPermission::new);
                    default -> Optional.empty();
                };
        return known.map(PushCondition.class::cast).orElseGet(Unknown::new);
    }

    /**
     * Whether a condition has a kind and, if that is one known here, all that it needs: whether a
     * client may store it.
     */
    static boolean isWellFormed(JsonValue json) {
        return json instanceof JsonObject object
                && object.string("kind")
                        .filter(
                                kind ->
                                        !KNOWN_KINDS.contains(kind)
                                                || !(of(json) instanceof Unknown))
                        .isPresent();
    }

    /**
     * A property that is a string fits a pattern, whatever its case: all of it, or of {@code
     * content.body} a part that begins and ends at a word boundary.
     */
    record EventMatch(PropertyPath key, String pattern) implements PushCondition {}

    /** A property is just this value, which is no list and no object. */
    record EventPropertyIs(PropertyPath key, JsonValue value) implements PushCondition {}

    /** A property is a list that holds just this value, which is no list and no object. */
    record EventPropertyContains(PropertyPath key, JsonValue value) implements PushCondition {}

    /** The body of a message contains the display name that the user has in the room. */
    record ContainsDisplayName() implements PushCondition {}

    /** The sender has the power level that a notification of this kind takes. */
    record SenderNotificationPermission(String key) implements PushCondition {}

    /** What this specification does not know, or what is written wrong: it matches no event. */
    record Unknown() implements PushCondition {}

    private static Optional<EventMatch> eventMatch(JsonObject condition) {
        return key(condition)
                .flatMap(
                        key ->
                                condition
                                        .string("pattern")
                                        .filter(FoldedGlob::isPossible)
                                        .map(pattern -> new EventMatch(key, pattern)));
    }

    private static Optional<PropertyPath> key(JsonObject condition) {
        return condition.string("key").map(PropertyPath::parse);
    }

    private static Optional<PushCondition> ofValue(
            JsonObject condition, BiFunction<PropertyPath, JsonValue, PushCondition> make) {
        return key(condition)
                .flatMap(
                        key ->
                                condition
                                        .get("value")
                                        .filter(PushCondition::isPlain)
                                        .map(value -> make.apply(key, value)));
    }

    private static boolean isPlain(JsonValue value) {
        return !(value instanceof JsonObject || value instanceof JsonArray);
    }
}
