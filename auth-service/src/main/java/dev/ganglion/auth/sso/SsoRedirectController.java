package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.ProviderSignIn.Wish;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import reactor.core.publisher.Mono;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Client-server API, "SSO client login": the way to a provider. */
@PageEndpoints
class SsoRedirectController {
    private static final String PATH = "/_matrix/client/v3/login/sso/redirect";

    /** Of clients from before version 1.18. */
    private static final String UNSTABLE_ACTION = "org.matrix.msc3824.action";

    private final Providers providers;
    private final Departures departures;
    private final Pages pages;

    SsoRedirectController(Providers providers, Departures departures, Pages pages) {
        this.providers = providers;
        this.departures = departures;
        this.pages = pages;
    }

    /** With several providers people choose. */
    @GetMapping(PATH)
    Mono<ResponseEntity<byte[]>> redirect(
            @RequestParam String redirectUrl,
            @RequestParam Optional<String> action,
            @RequestParam(UNSTABLE_ACTION) Optional<String> unstableAction,
            ServerHttpRequest request) {
        ClientRedirect client = ClientRedirect.parse(redirectUrl);
        List<Provider> all = providers.all();
        return switch (all.size()) {
            case 0 -> Mono.error(MatrixException.notFound("This server has no single sign-on"));
            case 1 ->
                    depart(request, all.getFirst(), client, wish(action.or(() -> unstableAction)));
            default ->
                    Mono.just(
                            pages.show(choice(all, client, wish(action.or(() -> unstableAction)))));
        };
    }

    @GetMapping(PATH + "/{idpId}")
    Mono<ResponseEntity<byte[]>> redirect(
            @PathVariable String idpId,
            @RequestParam String redirectUrl,
            @RequestParam Optional<String> action,
            @RequestParam(UNSTABLE_ACTION) Optional<String> unstableAction,
            ServerHttpRequest request) {
        Provider provider = providers.get(idpId);
        return depart(
                request,
                provider,
                ClientRedirect.parse(redirectUrl),
                wish(action.or(() -> unstableAction)));
    }

    private Mono<ResponseEntity<byte[]>> depart(
            ServerHttpRequest request, Provider provider, ClientRedirect client, Wish wish) {
        return departures.depart(
                request, provider, wish, new Purpose.Login(new Destination.Client(client)));
    }

    private static Wish wish(Optional<String> action) {
        return action.filter("register"::equals).isPresent() ? Wish.REGISTER : Wish.SIGN_IN;
    }

    private static Page choice(List<Provider> all, ClientRedirect client, Wish wish) {
        String query =
                "?redirectUrl="
                        + URLEncoder.encode(client.uri().toString(), StandardCharsets.UTF_8)
                        + "&action="
                        + (wish == Wish.REGISTER ? "register" : "login");
        List<Map<String, String>> links =
                all.stream()
                        .map(
                                provider ->
                                        Map.of(
                                                "name",
                                                provider.name(),
                                                "path",
                                                PATH + "/" + provider.id() + query))
                        .toList();
        return Page.of("sso-choose", Map.of("providers", links, "client", client.shown()));
    }
}
