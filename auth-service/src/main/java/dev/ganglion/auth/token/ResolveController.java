package dev.ganglion.auth.token;

import dev.ganglion.auth.appservice.AssertedIdentity;
import dev.ganglion.auth.appservice.IdentityAssertion;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.appservice.ApplicationService;
import dev.ganglion.service.appservice.ApplicationServices;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.InternalToken;
import dev.ganglion.service.identity.InternalTokenIssuer;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.identity.Standing;
import dev.ganglion.service.identity.TokenHash;

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
    private final ApplicationServices applicationServices;
    private final IdentityAssertion assertion;
    private final InternalTokenIssuer issuer;
    private final LastSeen lastSeen;
    private final Clock clock;

    ResolveController(
            TokenResolution resolution,
            ApplicationServices applicationServices,
            IdentityAssertion assertion,
            InternalTokenIssuer issuer,
            LastSeen lastSeen,
            Clock clock) {
        this.resolution = resolution;
        this.applicationServices = applicationServices;
        this.assertion = assertion;
        this.issuer = issuer;
        this.lastSeen = lastSeen;
        this.clock = clock;
    }

    /**
     * The question.
     *
     * @param userId whom an application service wants to be; without a meaning for others
     * @param deviceId on which device of that user
     */
    record ResolveRequest(
            Optional<String> accessToken, Optional<String> userId, Optional<String> deviceId) {
        @Override
        public String toString() {
            return "ResolveRequest";
        }
    }

    /**
     * The answer.
     *
     * @param isRateLimited false for an application service that may ask as often as it likes
     */
    record ResolveResponse(
            UserId userId,
            Optional<DeviceId> deviceId,
            boolean isAdmin,
            boolean isGuest,
            String internalToken,
            long expiresInMs,
            Optional<String> tokenHash,
            Optional<String> applicationService,
            boolean isRateLimited,
            Standing standing) {
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
        return bearer(token, request)
                .doOnNext(bearer -> lastSeen.note(bearer.requester(), address))
                .map(this::response);
    }

    private Mono<TokenResolution.Bearer> bearer(String token, ResolveRequest request) {
        return applicationServices
                .findByTokenHash(TokenHash.of(token).text())
                .map(service -> bearer(service, request))
                .orElseGet(() -> resolution.resolve(token));
    }

    private Mono<TokenResolution.Bearer> bearer(
            ApplicationService service, ResolveRequest request) {
        return assertion
                .requester(service, AssertedIdentity.of(request.userId(), request.deviceId()))
                .map(requester -> new TokenResolution.Bearer(requester, Optional.empty()));
    }

    private boolean isRateLimited(Requester requester) {
        return requester
                .applicationService()
                .flatMap(applicationServices::find)
                .map(service -> service.isRateLimitedAs(requester.userId()))
                .orElse(true);
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
                requester.tokenHash(),
                requester.applicationService(),
                isRateLimited(requester),
                requester.standing());
    }
}
