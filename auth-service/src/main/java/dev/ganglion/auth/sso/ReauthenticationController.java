package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.identityprovider.ProviderSignIn;
import dev.ganglion.auth.identityprovider.Providers;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.page.FormToken;
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
    private final Browsers browsers;
    private final Pages pages;

    ReauthenticationController(
            Reauthentications reauthentications,
            SsoStage stage,
            Providers providers,
            Departures departures,
            SsoPages ssoPages,
            Browsers browsers,
            Pages pages) {
        this.reauthentications = reauthentications;
        this.stage = stage;
        this.providers = providers;
        this.departures = departures;
        this.ssoPages = ssoPages;
        this.browsers = browsers;
        this.pages = pages;
    }

    @GetMapping("/_matrix/client/v3/auth/" + SsoStage.TYPE + "/fallback/web")
    Mono<ResponseEntity<byte[]>> ask(@RequestParam String session, ServerHttpRequest request) {
        return reauthentications
                .open(session)
                .flatMap(
                        open ->
                                open.evidence(SsoStage.TYPE).isPresent()
                                        ? Mono.just(ssoPages.done())
                                        : question(request, open));
    }

    /** Nobody is sent here who has not read the page. */
    @GetMapping("/_ganglion/sso/{idpId}/confirm")
    Mono<ResponseEntity<byte[]>> confirm(
            @PathVariable String idpId,
            @RequestParam String session,
            @RequestParam String proof,
            ServerHttpRequest request) {
        Provider provider = providers.get(idpId);
        return reauthentications
                .open(session)
                .filter(open -> browsers.isShown(request, subject(open), proof))
                .switchIfEmpty(Mono.error(ReauthenticationController::unread))
                .flatMap(
                        open ->
                                departures.depart(
                                        request,
                                        provider,
                                        ProviderSignIn.Wish.REAUTHENTICATE,
                                        new Purpose.Reauthentication(open.id())));
    }

    private Mono<ResponseEntity<byte[]>> question(
            ServerHttpRequest request, InteractiveSession session) {
        UserId user =
                session.user()
                        .orElseThrow(
                                () -> MatrixException.forbidden("There is no user to confirm"));
        FormToken token = browsers.token(request, subject(session));
        String query =
                "?session="
                        + URLEncoder.encode(session.id(), StandardCharsets.UTF_8)
                        + "&proof="
                        + token.field();
        return stage.providersOf(user)
                .map(provider -> link(provider, query))
                .collectList()
                .map(links -> page(user, links, Confirmation.of(session.endpoint()).words()))
                .map(page -> pages.show(page.withForm(token)));
    }

    private static Map<String, String> link(Provider provider, String query) {
        return Map.of(
                "name",
                provider.name(),
                "path",
                "/_ganglion/sso/" + provider.id() + "/confirm" + query);
    }

    private static Page page(UserId user, List<Map<String, String>> links, String operation) {
        return Page.of(
                "sso-confirm",
                Map.of("user", user.value(), "providers", links, "operation", operation));
    }

    private static String subject(InteractiveSession session) {
        return "confirm:" + session.id();
    }

    private static MatrixException unread() {
        return MatrixException.forbidden(
                "This page is not good any more, go back to your app and begin again");
    }
}
