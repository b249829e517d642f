package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Person;
import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.ProviderSignIn;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import reactor.core.publisher.Mono;

/** Where providers send browsers back to. */
@PageEndpoints
class CallbackController {
    private final Providers providers;
    private final ProviderSignIn signIn;
    private final SignIns signIns;
    private final Browsers browsers;
    private final Welcome welcome;
    private final Reauthentications reauthentications;

    CallbackController(
            Providers providers,
            ProviderSignIn signIn,
            SignIns signIns,
            Browsers browsers,
            Welcome welcome,
            Reauthentications reauthentications) {
        this.providers = providers;
        this.signIn = signIn;
        this.signIns = signIns;
        this.browsers = browsers;
        this.welcome = welcome;
        this.reauthentications = reauthentications;
    }

    /** The answer counts once, at the provider that was asked, in the browser that was sent. */
    @GetMapping("/_ganglion/sso/{idpId}/callback")
    Mono<ResponseEntity<byte[]>> back(
            @PathVariable String idpId, @RequestParam String state, ServerHttpRequest request) {
        Provider provider = providers.get(idpId);
        return signIns.takePending(state)
                .filter(pending -> pending.provider().equals(provider.id()))
                .filter(pending -> browsers.isBound(request, state, pending.browser()))
                .switchIfEmpty(Mono.error(CallbackController::unknown))
                .flatMap(
                        pending ->
                                signIn.arrive(provider, request.getQueryParams(), pending.secrets())
                                        .flatMap(
                                                person ->
                                                        received(
                                                                request,
                                                                provider,
                                                                person,
                                                                pending.purpose())));
    }

    private Mono<ResponseEntity<byte[]>> received(
            ServerHttpRequest request, Provider provider, Person person, Purpose purpose) {
        return switch (purpose) {
            case Purpose.Login(Destination destination) ->
                    welcome.welcome(request, provider, person, destination);
            case Purpose.Reauthentication(String session) ->
                    reauthentications.complete(session, person);
        };
    }

    private static MatrixException unknown() {
        return MatrixException.forbidden(
                "This sign-in has expired or was not begun in this browser: go back to your app and"
                        + " begin again");
    }
}
