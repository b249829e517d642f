package dev.ganglion.auth.registrationtoken;

import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that lets its bearers register.
 *
 * @param usesAllowed absent for any number
 * @param completed how many have registered with it
 * @param expiresAt absent for never
 */
record RegistrationToken(
        String token, Optional<Integer> usesAllowed, int completed, Optional<Instant> expiresAt) {

    boolean isValidAt(Instant now) {
        return usesAllowed.filter(allowed -> completed >= allowed).isEmpty()
                && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** As administrators' tools expect it: what has no limit is null, not absent. */
    JsonObject json() {
        return JsonObject.builder()
                .put("token", token)
                .put("uses_allowed", number(usesAllowed.map(Integer::longValue)))
                .put("pending", 0)
                .put("completed", completed)
                .put("expiry_time", number(expiresAt.map(Instant::toEpochMilli)))
                .build();
    }

    private static JsonValue number(Optional<Long> value) {
        return value.<JsonValue>map(JsonNumber::new).orElse(JsonNull.NULL);
    }
}
