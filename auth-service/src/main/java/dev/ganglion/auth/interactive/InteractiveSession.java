package dev.ganglion.auth.interactive;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;
import java.util.Set;

/**
 * How far somebody has come with their authentication.
 *
 * @param binding the operation that it is for
 * @param completed what each completed stage said, by the stage's type
 */
public record InteractiveSession(String id, String binding, JsonObject completed) {
    static InteractiveSession begun(String id, Operation operation) {
        return new InteractiveSession(id, operation.binding(), JsonObject.EMPTY);
    }

    static InteractiveSession parse(String id, String json) {
        JsonObject stored = Json.parseObject(json);
        return new InteractiveSession(
                id,
                stored.string("binding").orElse(""),
                stored.object("completed").orElse(JsonObject.EMPTY));
    }

    /** What a completed stage said; empty when the stage is not completed. */
    public Optional<JsonObject> evidence(String stage) {
        return completed.object(stage);
    }

    /** Whose operation it is; absent when there is no user yet. */
    public Optional<UserId> user() {
        String[] parts = binding.split(" ", -1);
        return parts.length == 4 ? UserId.tryParse(parts[2]) : Optional.empty();
    }

    public boolean isOf(UserId user) {
        return user().equals(Optional.of(user));
    }

    /** Method and path of the operation. */
    public String endpoint() {
        String[] parts = binding.split(" ", -1);
        return parts.length == 4 ? parts[0] + " " + parts[1] : "";
    }

    Set<String> completedStages() {
        return completed.keys();
    }

    InteractiveSession with(String stage, JsonObject evidence) {
        return new InteractiveSession(id, binding, completed.with(stage, evidence));
    }

    String json() {
        return JsonObject.builder()
                .put("binding", binding)
                .put("completed", completed)
                .build()
                .toString();
    }
}
