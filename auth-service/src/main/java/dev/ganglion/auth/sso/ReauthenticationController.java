package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.identityprovider.SignIn;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

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

/**
 * Client-server API, "Fallback" of {@code m.login.sso}. People read what they are about to confirm
 * before they are sent to their provider, which might let them pass without a question.
 */
@PageEndpoints
class ReauthenticationController {
    private final Reauthentications reauthentications;
    private final SsoStage stage;
    private final Providers providers;
    private final Departures departures;
    private final SsoPages ssoPages;
    private final Pages pages;

    ReauthenticationController(
            Reauthentications reauthentications,
            SsoStage stage,
            Providers providers,
            Departures departures,
            SsoPages ssoPages,
            Pages pages) {
        this.reauthentications = reauthentications;
        this.stage = stage;
        this.providers = providers;
        this.departures = departures;
        this.ssoPages = ssoPages;
        this.pages = pages;
    }

    @GetMapping("/_matrix/client/v3/auth/" + SsoStage.TYPE + "/fallback/web")
    Mono<ResponseEntity<byte[]>> ask(@RequestParam String session) {
        return reauthentications
                .open(session)
                .flatMap(
                        open ->
                                open.evidence(SsoStage.TYPE).isPresent()
                                        ? Mono.just(ssoPages.done())
                                        : question(open));
    }

    @GetMapping("/_ganglion/sso/{idpId}/confirm")
    Mono<ResponseEntity<byte[]>> confirm(
            @PathVariable String idpId, @RequestParam String session, ServerHttpRequest request) {
        Provider provider = providers.get(idpId);
        return reauthentications
                .open(session)
                .flatMap(
                        open ->
                                departures.depart(
                                        request,
                                        provider,
                                        SignIn.Wish.REAUTHENTICATE,
                                        new Purpose.Reauthentication(open.id())));
    }

    private Mono<ResponseEntity<byte[]>> question(InteractiveSession session) {
        UserId user =
                session.user()
                        .orElseThrow(
                                () -> MatrixException.forbidden("There is no user to confirm"));
        String query = "?session=" + URLEncoder.encode(session.id(), StandardCharsets.UTF_8);
        return stage.providersOf(user)
                .map(
                        provider ->
                                Map.of(
                                        "name",
                                        provider.name(),
                                        "path",
                                        "/_ganglion/sso/" + provider.id() + "/confirm" + query))
                .collectList()
                .map(links -> page(user, links, Confirmation.of(session.endpoint()).words()))
                .map(pages::show);
    }

    private static Page page(UserId user, List<Map<String, String>> links, String operation) {
        return Page.of(
                "sso-confirm",
                Map.of("user", user.value(), "providers", links, "operation", operation));
    }
}
