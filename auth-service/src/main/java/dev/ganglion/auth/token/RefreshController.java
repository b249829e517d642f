package dev.ganglion.auth.token;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Refreshing access tokens". */
@RestController
class RefreshController {
    private final TokenRefresh refresh;

    RefreshController(TokenRefresh refresh) {
        this.refresh = refresh;
    }

    record RefreshRequest(Optional<String> refreshToken) {
        @Override
        public String toString() {
            return "RefreshRequest";
        }
    }

    record RefreshResponse(
            String accessToken, Optional<String> refreshToken, Optional<Long> expiresInMs) {
        @Override
        public String toString() {
            return "RefreshResponse";
        }
    }

    @PostMapping("/_matrix/client/v3/refresh")
    Mono<RefreshResponse> refresh(@RequestBody RefreshRequest request) {
        String token =
                request.refreshToken()
                        .orElseThrow(() -> MatrixException.missingParam("refresh_token"));
        return refresh.refresh(token, Optional.empty())
                .map(Session::tokens)
                .map(
                        tokens ->
                                new RefreshResponse(
                                        tokens.accessToken(),
                                        tokens.refreshToken(),
                                        tokens.expiresInMs()));
    }
}
