package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.ProviderSignIn;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Sends a browser to a provider, so that it can come back but no other browser for it. */
@Service
class Departures {
    private final ProviderSignIn signIn;
    private final SignIns signIns;
    private final Browsers browsers;

    Departures(ProviderSignIn signIn, SignIns signIns, Browsers browsers) {
        this.signIn = signIn;
        this.signIns = signIns;
        this.browsers = browsers;
    }

    Mono<ResponseEntity<byte[]>> depart(
            ServerHttpRequest request,
            Provider provider,
            ProviderSignIn.Wish wish,
            Purpose purpose) {
        return signIn.depart(provider, wish)
                .flatMap(departure -> remembered(request, provider, departure, purpose));
    }

    private Mono<ResponseEntity<byte[]>> remembered(
            ServerHttpRequest request,
            Provider provider,
            ProviderSignIn.Departure departure,
            Purpose purpose) {
        Browsers.Binding binding = browsers.bind(request, departure.secrets().state());
        return signIns.save(
                        new PendingSignIn(
                                provider.id(), departure.secrets(), binding.proof(), purpose))
                .thenReturn(BrowserRedirect.to(departure.address(), Optional.of(binding.cookie())));
    }
}
