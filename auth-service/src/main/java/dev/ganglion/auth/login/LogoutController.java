package dev.ganglion.auth.login;

import dev.ganglion.auth.token.Sessions;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Login": the device goes with its tokens. */
@RestController
class LogoutController {
    private final Sessions sessions;

    LogoutController(Sessions sessions) {
        this.sessions = sessions;
    }

    @PostMapping("/_matrix/client/v3/logout")
    Mono<EmptyResponse> logout(Requester requester) {
        return sessions.end(requester.userId(), requester.deviceId().stream().toList())
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/_matrix/client/v3/logout/all")
    Mono<EmptyResponse> logoutAll(Requester requester) {
        return sessions.endAll(requester.userId()).thenReturn(EmptyResponse.INSTANCE);
    }
}
