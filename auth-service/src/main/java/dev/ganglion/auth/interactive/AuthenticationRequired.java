package dev.ganglion.auth.interactive;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.jspecify.annotations.Nullable;

/** Asks the client for the next stage: a status 401 that is not an error in the usual form. */
final class AuthenticationRequired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonObject body;

    private AuthenticationRequired(JsonObject body) {
        super("More authentication is needed", null, false, false);
        this.body = body;
    }

    /**
     * @param refusal why the stage that was just tried is not completed
     */
    static AuthenticationRequired of(
            Flows flows,
            JsonObject params,
            InteractiveSession session,
            @Nullable MatrixException refusal) {
        var body =
                JsonObject.builder()
                        .put("flows", flows.json())
                        .put("params", params)
                        .put("session", session.id())
                        .put("completed", JsonArray.ofStrings(session.completedStages()));
        if (refusal != null) {
            body.put("errcode", refusal.errorCode().code()).put("error", refusal.error());
        }
        return new AuthenticationRequired(body.build());
    }

    JsonObject body() {
        return body;
    }
}
