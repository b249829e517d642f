package dev.ganglion.auth.crosssigning;

import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Client-server API, "Cross-signing": uploading the keys. Who has none yet, uploads nothing new or
 * is an application service's does so without authenticating again.
 */
@RestController
class CrossSigningController {
    private final CrossSigning crossSigning;
    private final InteractiveAuth interactive;

    CrossSigningController(CrossSigning crossSigning, InteractiveAuth interactive) {
        this.crossSigning = crossSigning;
        this.interactive = interactive;
    }

    @PostMapping("/_matrix/client/v3/keys/device_signing/upload")
    Mono<EmptyResponse> upload(
            Requester requester,
            @RequestBody JsonObject body,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        CrossSigningUpload upload = CrossSigningUpload.parse(body, requester.userId());
        Optional<JsonObject> auth = auth(body);
        Operation operation = Operation.of(http, requester, address);
        return crossSigning
                .store(upload, requester.applicationService().isPresent())
                .flatMap(
                        isDone ->
                                isDone
                                        ? Mono.just(true)
                                        : interactive.whenOwner(
                                                operation,
                                                auth,
                                                _ -> crossSigning.store(upload, true)))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private static Optional<JsonObject> auth(JsonObject body) {
        if (body.get("auth").filter(value -> !(value instanceof JsonNull)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                body.object("auth")
                        .orElseThrow(() -> MatrixException.badJson("\"auth\" is not an object")));
    }
}
