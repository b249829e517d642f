package dev.ganglion.auth.registrationtoken;

import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.interactive.Stage;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/**
 * A valid token, which the registration then uses up. Client-server API, "Token-authenticated
 * registration".
 */
@Component
class RegistrationTokenStage implements Stage {
    private final RegistrationTokens tokens;

    RegistrationTokenStage(RegistrationTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public String type() {
        return RegistrationTokens.STAGE;
    }

    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        String token =
                auth.string("token")
                        .orElseThrow(() -> MatrixException.badJson("auth.token is not a string"));
        return tokens.isValid(token)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "This registration token is not valid")))
                .thenReturn(JsonObject.of("token", token));
    }
}
