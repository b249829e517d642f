package dev.ganglion.auth.interactive;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;
import java.util.Set;

/**
 * How far somebody has come with their authentication.
 *
 * @param binding the operation that it is for
 * @param flows the ways to complete it, as they were offered
 * @param completed what each completed stage said, by the stage's type
 */
public record InteractiveSession(String id, String binding, Flows flows, JsonObject completed) {
    private static final ClientAddress NOWHERE = new ClientAddress("");

    static InteractiveSession begun(String id, Operation operation, Flows flows) {
        return new InteractiveSession(id, operation.binding(), flows, JsonObject.EMPTY);
    }

    static InteractiveSession parse(String id, String json) {
        JsonObject stored = Json.parseObject(json);
        return new InteractiveSession(
                id,
                stored.string("binding").orElseThrow(),
                Flows.parse(stored.array("flows").orElse(JsonArray.EMPTY)),
                stored.object("completed").orElse(JsonObject.EMPTY));
    }

    /** What a completed stage said; empty when the stage is not completed. */
    public Optional<JsonObject> evidence(String stage) {
        return completed.object(stage);
    }

    public boolean isCompleted(String stage) {
        return completed.has(stage);
    }

    /** Whether this stage is the next one of some flow. */
    public boolean isNext(String stage) {
        return flows.isNext(stage, completedStages());
    }

    /** The operation, called from this address. */
    public Operation operation(ClientAddress address) {
        return Operation.parse(binding, address);
    }

    /** Whose operation it is; absent when there is no user yet. */
    public Optional<UserId> user() {
        return operation(NOWHERE).user();
    }

    public boolean isOf(UserId user) {
        return user().equals(Optional.of(user));
    }

    /** Method and path of the operation. */
    public String endpoint() {
        return operation(NOWHERE).endpoint();
    }

    Set<String> completedStages() {
        return completed.keys();
    }

    InteractiveSession with(String stage, JsonObject evidence) {
        return new InteractiveSession(id, binding, flows, completed.with(stage, evidence));
    }

    String json() {
        return JsonObject.builder()
                .put("binding", binding)
                .put("flows", flows.json())
                .put("completed", completed)
                .build()
                .toString();
    }
}
