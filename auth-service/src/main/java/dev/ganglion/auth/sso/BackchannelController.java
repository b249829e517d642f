package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Logouts;
import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.page.FormData;
import dev.ganglion.auth.token.EndsWithProvider;
import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;

/** Providers tell that somebody has logged out there. OpenID Connect Back-Channel Logout 1.0. */
@RestController
class BackchannelController {
    private static final Logger log = LoggerFactory.getLogger(BackchannelController.class);
    private static final int MAX_TOKEN_LENGTH = 16_384;

    private final Providers providers;
    private final Logouts logouts;
    private final SignIns signIns;
    private final List<EndsWithProvider> others;
    private final Sessions sessions;

    BackchannelController(
            Providers providers,
            Logouts logouts,
            SignIns signIns,
            List<EndsWithProvider> others,
            Sessions sessions) {
        this.providers = providers;
        this.logouts = logouts;
        this.signIns = signIns;
        this.others = others;
        this.sessions = sessions;
    }

    /** Section 2.8: 200 when it is done, 400 when the token is not good; others may try again. */
    @PostMapping("/_ganglion/sso/{idpId}/backchannel_logout")
    Mono<ResponseEntity<Map<String, String>>> logout(
            @PathVariable String idpId, ServerWebExchange exchange) {
        Provider provider = providers.get(idpId);
        return FormData.of(exchange)
                .flatMap(form -> Mono.justOrEmpty(form.getFirst("logout_token")))
                .filter(token -> token.length() <= MAX_TOKEN_LENGTH)
                .switchIfEmpty(Mono.error(() -> MatrixException.missingParam("logout_token")))
                .flatMap(token -> logouts.read(provider, token))
                .flatMap(ended -> done(provider, ended))
                .thenReturn(answer(200, Map.of()))
                .onErrorResume(MatrixException.class, BackchannelController::told);
    }

    /**
     * Whoever is on the way is stopped first, so that no session begins behind those ended. The
     * token is used up last: a provider that hears of a failure sends the same one again, and all
     * of this may be done twice.
     */
    private Mono<Void> done(Provider provider, Logouts.Ended ended) {
        ProviderSession session =
                new ProviderSession(provider.id(), ended.subject().orElse(""), ended.session());
        return signIns.isLogoutDone(provider.id(), ended.tokenId())
                .filter(isDone -> !isDone)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.invalidParam("This token came before")))
                .then(signIns.end(session))
                .thenMany(Flux.fromIterable(others))
                .concatMap(other -> other.endAllFrom(session))
                .then(sessions.endAllFrom(session))
                .then(signIns.logoutDone(provider.id(), ended.tokenId(), Logouts.LIFETIME))
                .doOnSuccess(_ -> log.info("{} has ended a session", provider.id()));
    }

    private static Mono<ResponseEntity<Map<String, String>>> told(MatrixException refusal) {
        return refusal.status() >= 500
                ? Mono.error(refusal)
                : Mono.just(
                        answer(
                                400,
                                Map.of(
                                        "error",
                                        "invalid_request",
                                        "error_description",
                                        refusal.error())));
    }

    private static ResponseEntity<Map<String, String>> answer(
            int status, Map<String, String> body) {
        return ResponseEntity.status(status).cacheControl(CacheControl.noStore()).body(body);
    }
}
