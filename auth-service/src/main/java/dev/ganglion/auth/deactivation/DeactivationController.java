package dev.ganglion.auth.deactivation;

import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Account deactivation". */
@RestController
class DeactivationController {
    private final InteractiveAuth interactive;
    private final DeactivationService deactivation;

    DeactivationController(InteractiveAuth interactive, DeactivationService deactivation) {
        this.interactive = interactive;
        this.deactivation = deactivation;
    }

    record DeactivationRequest(Optional<JsonObject> auth, Optional<Boolean> erase) {}

    record DeactivationResponse(String idServerUnbindResult) {}

    @PostMapping("/_matrix/client/v3/account/deactivate")
    Mono<DeactivationResponse> deactivate(
            Requester requester,
            @RequestBody DeactivationRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        return interactive.whenOwner(
                Operation.of(http, requester, address),
                request.auth(),
                _ ->
                        deactivation
                                .deactivate(requester.userId(), request.erase().orElse(false))
                                .map(
                                        wasBound ->
                                                new DeactivationResponse(
                                                        wasBound ? "no-support" : "success")));
    }
}
