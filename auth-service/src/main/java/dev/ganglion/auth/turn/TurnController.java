package dev.ganglion.auth.turn;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Voice over IP". */
@RestController
class TurnController {
    private final TurnCredentials credentials;

    TurnController(TurnCredentials credentials) {
        this.credentials = credentials;
    }

    /**
     * The specification does not say what to answer where there is no TURN server. To clients an
     * empty object means to go without; an error they report, and ask again and again.
     */
    @GetMapping("/_matrix/client/v3/voip/turnServer")
    Mono<Object> turnServer(Requester requester) {
        return Mono.just(
                credentials
                        .of(requester.userId())
                        .<Object>map(server -> server)
                        .orElse(EmptyResponse.INSTANCE));
    }
}
