package dev.ganglion.auth.openid;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API and server-server API, "OpenID". */
@RestController
class OpenIdController {
    private final OpenIdTokens tokens;
    private final ServerName serverName;

    OpenIdController(OpenIdTokens tokens, ServerProperties server) {
        this.tokens = tokens;
        this.serverName = server.serverName();
    }

    record OpenIdToken(
            String accessToken, String tokenType, ServerName matrixServerName, long expiresIn) {
        /** Without the token, which must not get into a log. */
        @Override
        public String toString() {
            return "OpenIdToken";
        }
    }

    record UserInfo(UserId sub) {}

    /** The body is empty; it is kept for later versions of the specification. */
    @PostMapping("/_matrix/client/v3/user/{userId}/openid/request_token")
    Mono<OpenIdToken> request(
            Requester requester,
            @PathVariable UserId userId,
            @RequestBody(required = false) @Nullable JsonObject ignored) {
        requester.mustBe(userId);
        return tokens.issue(userId)
                .map(
                        token ->
                                new OpenIdToken(
                                        token,
                                        "Bearer",
                                        serverName,
                                        OpenIdTokens.LIFETIME.toSeconds()));
    }

    /** The token comes in the query; the gateway takes it out and passes it on in a header. */
    @GetMapping("/_matrix/federation/v1/openid/userinfo")
    Mono<UserInfo> exchange(
            @RequestHeader(name = InternalHeaders.OPENID_TOKEN, required = false)
                    @Nullable String token) {
        return token == null
                ? Mono.error(MatrixException.missingToken())
                : tokens.bearer(token).map(UserInfo::new);
    }
}
