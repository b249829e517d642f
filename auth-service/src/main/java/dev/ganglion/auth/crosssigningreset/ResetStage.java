package dev.ganglion.auth.crosssigningreset;

import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.interactive.Stage;
import dev.ganglion.protocol.json.JsonObject;

import reactor.core.publisher.Mono;

/**
 * Tells clients where their user gives leave. No client can complete it: whether there is leave is
 * looked at before any stage is. Client-server API, "OAuth authentication".
 */
final class ResetStage implements Stage {
    static final String OAUTH = "m.oauth";

    /** For clients from before version 1.17. */
    static final String UNSTABLE = "org.matrix.cross_signing_reset";

    private final String type;
    private final CrossSigningReset reset;

    ResetStage(String type, CrossSigningReset reset) {
        this.type = type;
        this.reset = reset;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public JsonObject params() {
        return JsonObject.of("url", reset.page().toString());
    }

    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        return Mono.error(CrossSigningReset.notPermitted());
    }
}
