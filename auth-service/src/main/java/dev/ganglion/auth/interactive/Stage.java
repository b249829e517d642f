package dev.ganglion.auth.interactive;

import dev.ganglion.protocol.json.JsonObject;

import reactor.core.publisher.Mono;

/** One way to authenticate. Each is a bean; {@link Flows} name them by type. */
public interface Stage {
    /** Such as {@code m.login.password}. */
    String type();

    /** What clients need to know to attempt it, shown under the stage's type if it is anything. */
    default JsonObject params() {
        return JsonObject.EMPTY;
    }

    /**
     * Judges what the client sent as {@code auth}. It answers what the operation may need to know
     * of it later, which is kept in the session and must be no secret. It fails with {@code
     * M_FORBIDDEN} when the client may try again.
     */
    Mono<JsonObject> complete(Operation operation, JsonObject auth);
}
