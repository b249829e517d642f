package dev.ganglion.auth.crosssigning;

import dev.ganglion.auth.crosssigningreset.CrossSigningReset;
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
    private final CrossSigningReset reset;
    private final InteractiveAuth interactive;

    CrossSigningController(
            CrossSigning crossSigning, CrossSigningReset reset, InteractiveAuth interactive) {
        this.crossSigning = crossSigning;
        this.reset = reset;
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
        boolean isByApplicationService = requester.applicationService().isPresent();
        return crossSigning
                .store(upload, isByApplicationService ? new Leave.Proven() : new Leave.None())
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.defer(() -> asked(requester, upload, operation, auth)))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    /** Who came by OAuth proves nothing to the client, but to the server, on a page. */
    private Mono<Boolean> asked(
            Requester requester,
            CrossSigningUpload upload,
            Operation operation,
            Optional<JsonObject> auth) {
        return reset.isFor(requester.userId(), requester.deviceId())
                .flatMap(
                        isByOAuth ->
                                isByOAuth
                                        ? permitted(upload, operation, auth)
                                        : interactive.whenOwner(
                                                operation,
                                                auth,
                                                _ ->
                                                        crossSigning.store(
                                                                upload, new Leave.Proven())));
    }

    /** Whatever the client sends of a session: what counts is that the user has given leave. */
    private Mono<Boolean> permitted(
            CrossSigningUpload upload, Operation operation, Optional<JsonObject> auth) {
        return reset.isPermitted(upload.user())
                .filter(Boolean::booleanValue)
                .flatMap(_ -> crossSigning.store(upload, new Leave.Once(reset.use(upload.user()))))
                .filter(Boolean::booleanValue)
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        interactive.whenDone(
                                                operation,
                                                CrossSigningReset.FLOWS,
                                                auth,
                                                _ ->
                                                        Mono.error(
                                                                CrossSigningReset
                                                                        .notPermitted()))));
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
