package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what in a room, with every default filled in. Creators stand above every level from
 * room version 12 on.
 *
 * <p>Module "Room membership", {@code m.room.power_levels}.
 */
public final class PowerLevels {
    /** The members of the event's content that are levels themselves, not maps of levels. */
    public static final List<String> NAMED =
            List.of(
                    "users_default",
                    "events_default",
                    "state_default",
                    "ban",
                    "redact",
                    "kick",
                    "invite");

    /** Above every level that an event can name. */
    public static final long CREATOR = Long.MAX_VALUE;

    /** Where levels in strings end: beyond all that a number in an event can say. */
    private static final long FARTHEST = 1L << 60;

    private static final long MODERATOR = 50;
    private static final long ADMIN = 100;

    private final RoomVersion version;
    private final Optional<JsonObject> content;
    private final Set<UserId> creators;

    private PowerLevels(RoomVersion version, Optional<JsonObject> content, Set<UserId> creators) {
        this.version = version;
        this.content = content;
        this.creators = creators;
    }

    static PowerLevels of(AuthState state) {
        PduEvent create =
                state.create()
                        .orElseThrow(
                                () -> new IllegalStateException("A room without a create event"));
        return new PowerLevels(
                create.roomVersion(),
                state.get(StateKeyTuple.POWER_LEVELS).map(PduEvent::content),
                Creators.of(create));
    }

    /** A user's level. */
    public long levelOf(UserId user) {
        if (creators.contains(user)) {
            // Version 12: above all. Before, the one creator has 100 until a power levels event
            // says otherwise.
            if (version.has(Change.CREATORS_ABOVE_ALL)) {
                return CREATOR;
            }
            if (content.isEmpty()) {
                return ADMIN;
            }
        }
        return content.flatMap(levels -> levels.object("users"))
                .flatMap(users -> users.get(user.value()))
                .flatMap(this::level)
                .orElseGet(() -> named("users_default", 0));
    }

    /** The level that sending an event of that type takes. */
    public long requiredFor(String type, boolean isState) {
        return content.flatMap(levels -> levels.object("events"))
                .flatMap(events -> events.get(type))
                .flatMap(this::level)
                .orElseGet(
                        () ->
                                isState
                                        ? named(
                                                "state_default",
                                                content.isPresent() ? MODERATOR : 0)
                                        : named("events_default", 0));
    }

    public boolean mayInvite(UserId user) {
        return levelOf(user) >= invite();
    }

    public boolean mayRedactOthers(UserId user) {
        return levelOf(user) >= named("redact", MODERATOR);
    }

    /** Whether a user's mention of the whole room notifies it. */
    public boolean mayNotifyRoom(UserId user) {
        return mayNotify(user, "room");
    }

    /** Whether a user has the level that a kind of notification takes, such as {@code room}. */
    public boolean mayNotify(UserId user, String notification) {
        long required =
                content.flatMap(levels -> levels.object("notifications"))
                        .flatMap(notifications -> notifications.get(notification))
                        .flatMap(this::level)
                        .orElse(MODERATOR);
        return levelOf(user) >= required;
    }

    public long invite() {
        return named("invite", 0);
    }

    public long kick() {
        return named("kick", MODERATOR);
    }

    public long ban() {
        return named("ban", MODERATOR);
    }

    private long named(String name, long otherwise) {
        return content.flatMap(levels -> levels.get(name)).flatMap(this::level).orElse(otherwise);
    }

    private Optional<Long> level(JsonValue value) {
        return level(value, version);
    }

    /** A level as an event holds it: an integer, up to room version 9 also a string of one. */
    static Optional<Long> level(JsonValue value, RoomVersion version) {
        return switch (value) {
            case JsonNumber(long number) -> Optional.of(number);
            case JsonString(String text) when !version.has(Change.INTEGER_POWER_LEVELS) ->
                    integer(text.strip());
            default -> Optional.empty();
        };
    }

    /**
     * A string, unlike a number, may have any number of digits. One that no number of this type
     * holds is not "no level", for then it would fall back to a default that others do not see.
     */
    private static Optional<Long> integer(String text) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.clamp(Long.parseLong(text), -FARTHEST, FARTHEST));
        } catch (NumberFormatException e) {
            return Optional.of(text.startsWith("-") ? -FARTHEST : FARTHEST);
        }
    }

    /** Whether an event of that kind needs no more than its sender's level. */
    boolean maySend(PduEvent event) {
        return levelOf(event.sender()) >= requiredFor(event.type(), event.isState());
    }
}
