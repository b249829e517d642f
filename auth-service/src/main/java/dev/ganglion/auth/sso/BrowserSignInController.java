package dev.ganglion.auth.sso;

import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.identityprovider.ProviderSignIn;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.page.PageEndpoints;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import reactor.core.publisher.Mono;

/** Signing a browser in to the pages of this server by way of a provider. */
@PageEndpoints
class BrowserSignInController {
    private final Providers providers;
    private final Departures departures;

    BrowserSignInController(Providers providers, Departures departures) {
        this.providers = providers;
        this.departures = departures;
    }

    /** Whatever the link says, people come back to a page of this server. */
    @GetMapping("/_ganglion/sso/{idpId}/sign-in")
    Mono<ResponseEntity<byte[]>> signIn(
            @PathVariable String idpId,
            @RequestParam(name = "continue", defaultValue = "") String wanted,
            ServerHttpRequest request) {
        return departures.depart(
                request,
                providers.get(idpId),
                ProviderSignIn.Wish.SIGN_IN,
                new Purpose.Login(new Destination.OwnPage(Continuation.of(wanted))));
    }
}
