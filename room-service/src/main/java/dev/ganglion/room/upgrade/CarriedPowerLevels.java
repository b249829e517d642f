package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.auth.Creators;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.Map;
import java.util.Set;

/**
 * The power levels of a room as its successor has them. From version 12 on creators stand above all
 * levels and are not listed, which is made good in both directions.
 */
final class CarriedPowerLevels {
    private static final long ADMIN = 100;
    // Client-server API, "Creation": closing a room is for its creators.
    private static final long TOMBSTONE = 150;
    private static final JsonObject WITHOUT_EVENT =
            JsonObject.builder().put("state_default", 0).build();

    private final PduEvent create;
    private final JsonObject content;
    private final Map<String, Long> users;

    private CarriedPowerLevels(PduEvent create, JsonObject content) {
        this.create = create;
        this.content = content;
        this.users = Levels.users(content);
    }

    /**
     * The levels that the new room ends up with.
     *
     * @param creators of the new room
     */
    static JsonObject of(AuthState old, RoomVersion version, Set<UserId> creators) {
        CarriedPowerLevels carried =
                new CarriedPowerLevels(
                        old.create().orElseThrow(),
                        old.get(StateKeyTuple.POWER_LEVELS)
                                .map(PduEvent::content)
                                .map(Levels::normalized)
                                .orElse(WITHOUT_EVENT));
        carried.keepOldCreators(version, old.get(StateKeyTuple.POWER_LEVELS).isPresent(), creators);
        return version.has(Change.CREATORS_ABOVE_ALL)
                ? carried.under(creators)
                : carried.withUsers();
    }

    /**
     * The same with power over everything for whoever makes the new room, until it is made: the
     * events that follow may take more than that user has.
     */
    static JsonObject whileMaking(JsonObject carried, RoomVersion version, UserId maker) {
        Map<String, Long> users = Levels.users(carried);
        if (version.has(Change.CREATORS_ABOVE_ALL) || standsAboveAll(carried, users, maker)) {
            return carried;
        }
        long highest = users.values().stream().reduce(Levels.highestRequired(carried), Math::max);
        users.put(maker.value(), Math.clamp(highest + 1, ADMIN, JsonNumber.MAX));
        return carried.with(Levels.USERS, Levels.object(users));
    }

    /** Others of the same level could not be banned. */
    private static boolean standsAboveAll(
            JsonObject carried, Map<String, Long> users, UserId maker) {
        Long level = users.get(maker.value());
        return level != null
                && level >= Levels.highestRequired(carried)
                && users.entrySet().stream()
                        .filter(user -> !user.getKey().equals(maker.value()))
                        .allMatch(user -> user.getValue() < level);
    }

    /**
     * Whoever was a creator and is none in the new room has a level there: where there are no
     * creators above all, one that suffices for everything; else that of an administrator.
     */
    private void keepOldCreators(RoomVersion version, boolean hadLevels, Set<UserId> creators) {
        boolean wereAboveAll = create.roomVersion().has(Change.CREATORS_ABOVE_ALL);
        if (hadLevels && !wereAboveAll) {
            return;
        }
        long level =
                version.has(Change.CREATORS_ABOVE_ALL)
                        ? ADMIN
                        : users.values().stream()
                                .reduce(
                                        Math.max(ADMIN, Levels.highestRequired(content)),
                                        Math::max);
        Creators.of(create).stream()
                .filter(
                        creator ->
                                !creators.contains(creator)
                                        || !version.has(Change.CREATORS_ABOVE_ALL))
                .forEach(creator -> users.put(creator.value(), level));
    }

    private JsonObject under(Set<UserId> creators) {
        creators.forEach(creator -> users.remove(creator.value()));
        Map<String, Long> events = Levels.events(content);
        long least = Levels.named(content, "state_default", 50) + 1;
        long usual = create.roomVersion().has(Change.CREATORS_ABOVE_ALL) ? least : TOMBSTONE;
        events.merge(EventTypes.TOMBSTONE, Math.max(least, usual), Math::max);
        events.computeIfPresent(
                EventTypes.TOMBSTONE, (_, level) -> Math.min(level, JsonNumber.MAX));
        return withUsers().with(Levels.EVENTS, Levels.object(events));
    }

    private JsonObject withUsers() {
        return content.with(Levels.USERS, Levels.object(users));
    }
}
