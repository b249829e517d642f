package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.json.JsonBytes;

import java.util.Optional;

/**
 * What the last update of a user says.
 *
 * @param number of all updates, in the order in which they came about
 * @param isActive whether the user is currently active
 * @param lastActive milliseconds since 1970 by the clock of Redis; 0 when it is not known
 * @param message the status message; empty for none
 */
record Told(
        long number,
        UserId user,
        PresenceState state,
        boolean isActive,
        long lastActive,
        String message) {

    /** An update as it comes over the channel. */
    record Update(int epoch, Told told) {
        /** Empty for what {@code presence.lua} does not write. */
        static Optional<Update> parse(byte[] message) {
            JsonObject json = Json.parseObject(message);
            return json.string("user")
                    .flatMap(UserId::tryParse)
                    .flatMap(user -> update(json, user));
        }

        private static Optional<Update> update(JsonObject json, UserId user) {
            return json.string("presence")
                    .flatMap(PresenceState::ofLetter)
                    .map(
                            state ->
                                    new Told(
                                            number(json, "number"),
                                            user,
                                            state,
                                            json.string("active").orElse("").equals("1"),
                                            number(json, "last"),
                                            json.string("message").orElse("")))
                    .map(told -> new Update((int) number(json, "epoch"), told));
        }

        private static long number(JsonObject json, String key) {
            return json.string(key).map(Long::parseLong).orElse(0L);
        }
    }

    boolean isOffline() {
        return state == PresenceState.OFFLINE;
    }

    /** The same once the user has done something. */
    Told lastActiveAt(long time) {
        return new Told(number, user, state, isActive, Math.max(lastActive, time), message);
    }

    /** Empty when it is not known. */
    Optional<Long> lastActiveAgo(long now) {
        return lastActive == 0 ? Optional.empty() : Optional.of(Math.max(0, now - lastActive));
    }

    /** The field {@code currently_active}: only of those who are online. */
    Optional<Boolean> currentlyActive() {
        return state == PresenceState.ONLINE ? Optional.of(isActive) : Optional.empty();
    }

    Optional<String> statusMessage() {
        return message.isEmpty() ? Optional.empty() : Optional.of(message);
    }

    /** Writes the event {@code m.presence}. */
    void write(JsonBytes out, long now) {
        out.beginObject().key("type").string(PresenceNews.TYPE);
        out.key("sender").string(user.value());
        out.key("content").beginObject().key("presence").string(state.value());
        lastActiveAgo(now).ifPresent(ago -> out.key("last_active_ago").number(ago));
        currentlyActive().ifPresent(active -> out.key("currently_active").bool(active));
        statusMessage().ifPresent(text -> out.key("status_msg").string(text));
        out.endObject().endObject();
    }
}
