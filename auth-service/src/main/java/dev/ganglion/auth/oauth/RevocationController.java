package dev.ganglion.auth.oauth;

import dev.ganglion.auth.token.ClientSessions;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/**
 * Client-server API, "Token revocation" (RFC 7009): the client logs out. Whichever of its tokens
 * comes here, the session ends and the device goes.
 */
@OAuthEndpoints
class RevocationController {
    private final ClientSessions sessions;

    RevocationController(ClientSessions sessions) {
        this.sessions = sessions;
    }

    /** A token that nobody knows is as good as revoked. */
    @PostMapping(OAuthServer.ROOT + "revoke")
    Mono<ResponseEntity<Void>> revoke(ServerWebExchange exchange) {
        return Parameters.posted(exchange)
                .flatMap(this::revoked)
                .thenReturn(ResponseEntity.ok().<Void>build());
    }

    /**
     * Whoever has the token may end its session, whatever client they say they are: so does the
     * specification want it, for those who find tokens where they do not belong.
     */
    private Mono<Void> revoked(Parameters parameters) {
        return sessions.find(parameters.get("token")).flatMap(sessions::end);
    }
}
