package dev.ganglion.auth.interactive;

import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Always succeeds. Client-server API, "Dummy Auth". */
@Component
class DummyStage implements Stage {
    @Override
    public String type() {
        return "m.login.dummy";
    }

    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        return Mono.just(JsonObject.EMPTY);
    }
}
