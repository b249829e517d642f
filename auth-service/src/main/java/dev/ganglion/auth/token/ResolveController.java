package dev.ganglion.auth.token;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.InternalToken;
import dev.ganglion.service.identity.InternalTokenIssuer;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.ServiceCaller;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Turns a client's access token into an internal one, for the gateway. */
@RestController
class ResolveController {
    private final TokenResolution resolution;
    private final InternalTokenIssuer issuer;
    private final LastSeen lastSeen;
    private final Clock clock;

    ResolveController(
            TokenResolution resolution,
            InternalTokenIssuer issuer,
            LastSeen lastSeen,
            Clock clock) {
        this.resolution = resolution;
        this.issuer = issuer;
        this.lastSeen = lastSeen;
        this.clock = clock;
    }

    record ResolveRequest(Optional<String> accessToken) {
        @Override
        public String toString() {
            return "ResolveRequest";
        }
    }

    record ResolveResponse(
            UserId userId,
            Optional<DeviceId> deviceId,
            boolean isAdmin,
            boolean isGuest,
            String internalToken,
            long expiresInMs,
            Optional<String> tokenHash) {
        @Override
        public String toString() {
            return "ResolveResponse[" + userId + "]";
        }
    }

    @PostMapping("/internal/tokens/resolve")
    Mono<ResolveResponse> resolve(
            ServiceCaller caller,
            @RequestBody ResolveRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, required = false)
                    Optional<String> address) {
        caller.mustBe("gateway");
        String token =
                request.accessToken()
                        .orElseThrow(() -> MatrixException.missingParam("access_token"));
        return resolution
                .resolve(token)
                .doOnNext(bearer -> lastSeen.note(bearer.requester(), address))
                .map(this::response);
    }

    /** The answer may not be remembered for longer than the access token itself is good. */
    private ResolveResponse response(TokenResolution.Bearer bearer) {
        Requester requester = bearer.requester();
        InternalToken token = issuer.issue(requester);
        Duration remaining =
                bearer.expiresAt()
                        .map(expiresAt -> Duration.between(clock.instant(), expiresAt))
                        .filter(life -> life.compareTo(token.expiresIn()) < 0)
                        .orElse(token.expiresIn());
        return new ResolveResponse(
                requester.userId(),
                requester.deviceId(),
                requester.isServerAdmin(),
                requester.isGuest(),
                token.value(),
                Math.max(0, remaining.toMillis()),
                requester.tokenHash());
    }
}
