package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.AuthVerdict.Allowed.ALLOWED;
import static dev.ganglion.protocol.auth.AuthVerdict.rejected;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.version.Change;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Rule 10: nobody gives or takes a power that is not below the own. */
final class PowerLevelsRules {
    private static final List<String> NAMED =
            List.of(
                    "users_default",
                    "events_default",
                    "state_default",
                    "ban",
                    "redact",
                    "kick",
                    "invite");

    private final PduEvent event;
    private final AuthState state;
    private final JsonObject proposed;
    private final long senderLevel;

    PowerLevelsRules(PduEvent event, AuthState state) {
        this.event = event;
        this.state = state;
        this.proposed = event.content();
        this.senderLevel = state.powerLevels().levelOf(event.sender());
    }

    AuthVerdict check() {
        AuthVerdict form = form();
        if (!form.isAllowed()) {
            return form;
        }
        // 10.5
        return state.get(StateKeyTuple.POWER_LEVELS)
                .map(current -> changes(current.content()))
                .orElse(ALLOWED);
    }

    private AuthVerdict form() {
        // 10.1: before version 10 a string of an integer passes too.
        if (NAMED.stream()
                .flatMap(name -> proposed.get(name).stream())
                .anyMatch(value -> !isLevel(value))) {
            return rejected("10.1", "Power levels are integers");
        }
        // 10.2
        if (!isMapOfLevels("events")
                || (guardsNotifications() && !isMapOfLevels("notifications"))) {
            return rejected("10.2", "The power levels of events are integers");
        }
        // 10.3
        if (!isMapOfLevels("users")
                || !users(proposed).stream().allMatch(user -> UserId.tryParse(user).isPresent())) {
            return rejected("10.3", "The power levels of users are integers by user ID");
        }
        // 10.4, from version 12
        if (event.roomVersion().has(Change.CREATORS_ABOVE_ALL) && namesCreator()) {
            return rejected("10.4", "The level of a room's creator cannot be set");
        }
        return ALLOWED;
    }

    private AuthVerdict changes(JsonObject current) {
        // 10.6
        if (NAMED.stream()
                .anyMatch(
                        name ->
                                isOutOfReach(
                                        current.get(name), proposed.get(name), this::isAbove))) {
            return rejected("10.6", "You cannot change a power level above your own");
        }
        // 10.7, 10.8
        for (String map :
                guardsNotifications() ? List.of("events", "notifications") : List.of("events")) {
            if (keys(current, map).stream()
                    .anyMatch(
                            key ->
                                    isOutOfReach(
                                            entry(current, map, key),
                                            entry(proposed, map, key),
                                            this::isAbove))) {
                return rejected("10.7", "You cannot change a power level above your own");
            }
        }
        // 10.9, 10.10
        boolean changesPeer =
                keys(current, "users").stream()
                        .anyMatch(
                                user ->
                                        isOutOfReach(
                                                entry(current, "users", user),
                                                entry(proposed, "users", user),
                                                isTooHighToTake(user)));
        return changesPeer
                ? rejected("10.9", "You cannot change the level of a user who is not below you")
                : ALLOWED;
    }

    /**
     * Whether an entry is changed from a value that must not be touched, or to one above the
     * sender.
     */
    private boolean isOutOfReach(
            Optional<JsonValue> current, Optional<JsonValue> next, Predicate<Long> isUntouchable) {
        Optional<Long> before = current.flatMap(this::level);
        Optional<Long> after = next.flatMap(this::level);
        return !before.equals(after)
                && (before.filter(isUntouchable).isPresent()
                        || after.filter(this::isAbove).isPresent());
    }

    private boolean isAbove(long level) {
        return level > senderLevel;
    }

    /** Others' levels must be below the sender's to be changed; the own may be lowered. */
    private Predicate<Long> isTooHighToTake(String user) {
        return user.equals(event.sender().value()) ? this::isAbove : level -> level >= senderLevel;
    }

    private boolean guardsNotifications() {
        return event.roomVersion().has(Change.NOTIFICATION_LEVELS_GUARDED);
    }

    private boolean namesCreator() {
        Set<String> users = users(proposed);
        return state.create().stream()
                .flatMap(create -> Creators.of(create).stream())
                .anyMatch(creator -> users.contains(creator.value()));
    }

    private boolean isMapOfLevels(String name) {
        return proposed.get(name)
                .map(
                        value ->
                                value instanceof JsonObject map
                                        && map.entries().values().stream().allMatch(this::isLevel))
                .orElse(true);
    }

    private boolean isLevel(JsonValue value) {
        return event.roomVersion().has(Change.INTEGER_POWER_LEVELS)
                ? value instanceof JsonNumber
                : level(value).isPresent();
    }

    private Optional<Long> level(JsonValue value) {
        return PowerLevels.level(value, event.roomVersion());
    }

    private static Set<String> users(JsonObject levels) {
        return levels.object("users").map(JsonObject::keys).orElse(Set.of());
    }

    private Set<String> keys(JsonObject current, String map) {
        Set<String> keys = new HashSet<>();
        current.object(map).ifPresent(levels -> keys.addAll(levels.keys()));
        proposed.object(map).ifPresent(levels -> keys.addAll(levels.keys()));
        return keys;
    }

    private static Optional<JsonValue> entry(JsonObject levels, String map, String key) {
        return levels.object(map).flatMap(entries -> entries.get(key));
    }
}
