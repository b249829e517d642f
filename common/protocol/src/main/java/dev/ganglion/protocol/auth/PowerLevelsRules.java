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
import dev.ganglion.protocol.version.RoomVersion;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rule 10: nobody gives or takes a power that is above the own. */
final class PowerLevelsRules {
    private static final String USERS = "users";
    private static final String ABOVE_OWN = "You cannot change a power level above your own";
    private static final String TO_ABOVE_OWN = "You cannot set a power level above your own";

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
        boolean isStrict = version().has(Change.INTEGER_POWER_LEVELS);
        // 10.1, from version 10
        if (isStrict
                && !PowerLevels.NAMED.stream()
                        .flatMap(this::proposed)
                        .allMatch(JsonNumber.class::isInstance)) {
            return rejected("10.1", "Power levels are integers");
        }
        // 10.2, from version 10
        if (isStrict && !(isMapOfLevels("events") && isMapOfLevels("notifications"))) {
            return rejected("10.2", "The power levels of events are integers");
        }
        // 10.3; before version 10 a string of an integer passes too.
        if (!isMapOfLevels(USERS) || !isKeyedByUsers()) {
            return rejected("10.3", "The power levels of users are integers by user ID");
        }
        // 10.4, from version 12
        if (version().has(Change.CREATORS_ABOVE_ALL) && namesCreator()) {
            return rejected("10.4", "The level of a room's creator cannot be set");
        }
        return ALLOWED;
    }

    private AuthVerdict changes(JsonObject current) {
        for (String name : PowerLevels.NAMED) {
            LevelChange change = change(current.get(name), proposed.get(name));
            // 10.6.1
            if (change.isFromAbove(senderLevel)) {
                return rejected("10.6.1", ABOVE_OWN);
            }
            // 10.6.2
            if (change.isToAbove(senderLevel)) {
                return rejected("10.6.2", TO_ABOVE_OWN);
            }
        }
        // From version 6 the levels of notifications are guarded like those of events.
        List<String> maps =
                version().has(Change.NOTIFICATION_LEVELS_GUARDED)
                        ? List.of("events", "notifications")
                        : List.of("events");
        for (String map : maps) {
            for (String key : keys(current, map)) {
                LevelChange change = change(entry(current, map, key), entry(proposed, map, key));
                // 10.7.1
                if (change.isFromAbove(senderLevel)) {
                    return rejected("10.7.1", ABOVE_OWN);
                }
                // 10.8.1
                if (change.isToAbove(senderLevel)) {
                    return rejected("10.8.1", TO_ABOVE_OWN);
                }
            }
        }
        return userChanges(current);
    }

    private AuthVerdict userChanges(JsonObject current) {
        for (String user : keys(current, USERS)) {
            LevelChange change = change(entry(current, USERS, user), entry(proposed, USERS, user));
            boolean isOwn = user.equals(event.sender().value());
            // 10.9.1
            if (!isOwn && change.isFromAbove(senderLevel - 1)) {
                return rejected(
                        "10.9.1", "You cannot change the level of a user who is not below you");
            }
            // 10.10.1
            if (change.isToAbove(senderLevel)) {
                return rejected("10.10.1", TO_ABOVE_OWN);
            }
        }
        return ALLOWED;
    }

    /** An entry of power levels before and after; an absent one is empty. */
    private record LevelChange(Optional<Long> before, Optional<Long> after) {
        boolean isFromAbove(long level) {
            return isChange() && before.filter(from -> from > level).isPresent();
        }

        boolean isToAbove(long level) {
            return isChange() && after.filter(to -> to > level).isPresent();
        }

        private boolean isChange() {
            return !before.equals(after);
        }
    }

    private LevelChange change(Optional<JsonValue> before, Optional<JsonValue> after) {
        return new LevelChange(before.flatMap(this::level), after.flatMap(this::level));
    }

    private Optional<Long> level(JsonValue value) {
        return PowerLevels.level(value, version());
    }

    private Stream<JsonValue> proposed(String name) {
        return proposed.get(name).stream();
    }

    private boolean isMapOfLevels(String name) {
        return proposed(name).allMatch(this::isMapOfLevels);
    }

    private boolean isMapOfLevels(JsonValue value) {
        return value instanceof JsonObject map
                && map.entries().values().stream().allMatch(entry -> level(entry).isPresent());
    }

    private boolean isKeyedByUsers() {
        return users().stream().allMatch(user -> UserId.tryParse(user).isPresent());
    }

    private boolean namesCreator() {
        Set<String> users = users();
        return state.create().stream()
                .flatMap(create -> Creators.of(create).stream())
                .anyMatch(creator -> users.contains(creator.value()));
    }

    private Set<String> users() {
        return proposed.object(USERS).map(JsonObject::keys).orElse(Set.of());
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

    private RoomVersion version() {
        return event.roomVersion();
    }
}
