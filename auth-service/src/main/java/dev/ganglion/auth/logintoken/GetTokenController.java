package dev.ganglion.auth.logintoken;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.lockout.Quota;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/** Client-server API, "Token-based" login: a device logs another one in. */
@RestController
class GetTokenController {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InteractiveAuth interactive;
    private final LoginTokens tokens;
    private final LoginTokenProperties properties;
    private final Accounts accounts;
    private final Quota quota;

    GetTokenController(
            InteractiveAuth interactive,
            LoginTokens tokens,
            LoginTokenProperties properties,
            Accounts accounts,
            Quota quota) {
        this.interactive = interactive;
        this.tokens = tokens;
        this.properties = properties;
        this.accounts = accounts;
        this.quota = quota;
    }

    record GetTokenRequest(Optional<JsonObject> auth) {}

    record LoginTokenResponse(String loginToken, long expiresInMs) {
        /** Without the token, which must not get into a log. */
        @Override
        public String toString() {
            return "LoginTokenResponse";
        }
    }

    /** The session of the authentication is over with its token: the next one asks again. */
    @PostMapping("/_matrix/client/v1/login/get_token")
    Mono<LoginTokenResponse> issue(
            Requester requester,
            @RequestBody GetTokenRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerHttpRequest http) {
        requester.mustNotBeGuest();
        if (!tokens.areMadeByDevices()) {
            throw MatrixException.unrecognized();
        }
        return interactive.whenOwner(
                Operation.of(http, requester, address), request.auth(), _ -> issued(requester));
    }

    private Mono<LoginTokenResponse> issued(Requester requester) {
        return quota.spend("login-token:" + requester.userId(), properties.perMinute(), WINDOW)
                .then(accounts.find(requester.userId()))
                .filter(account -> !account.isDeactivated())
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("The account has ended")))
                .flatMap(account -> tokens.issue(account, Optional.empty()))
                .map(token -> new LoginTokenResponse(token, tokens.lifetime().toMillis()));
    }
}
