package dev.ganglion.auth.sso;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** What people answer between their provider and their client. */
@PageEndpoints
class ArrivalController {
    private final SignIns signIns;
    private final Browsers browsers;
    private final SsoAccounts ssoAccounts;
    private final Accounts accounts;
    private final Welcome welcome;
    private final SsoPages pages;
    private final Forms forms;

    ArrivalController(
            SignIns signIns,
            Browsers browsers,
            SsoAccounts ssoAccounts,
            Accounts accounts,
            Welcome welcome,
            SsoPages pages,
            Forms forms) {
        this.signIns = signIns;
        this.browsers = browsers;
        this.ssoAccounts = ssoAccounts;
        this.accounts = accounts;
        this.welcome = welcome;
        this.pages = pages;
        this.forms = forms;
    }

    /** Whoever has no account yet chooses a name for one. */
    @PostMapping("/_ganglion/sso/username")
    Mono<ResponseEntity<byte[]>> choose(@RequestParam String arrival, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return here(request, arrival)
                .filter(known -> known.user().isEmpty())
                .switchIfEmpty(Mono.error(ArrivalController::over))
                .flatMap(
                        known ->
                                forms.read(exchange, SsoPages.formPurpose(known))
                                        .flatMap(
                                                form ->
                                                        named(
                                                                request,
                                                                known,
                                                                form.get("username"))));
    }

    /** The way on to the client; it can be gone once. */
    @GetMapping("/_ganglion/sso/continue")
    Mono<ResponseEntity<byte[]>> goOn(@RequestParam String arrival, ServerHttpRequest request) {
        return here(request, arrival)
                .filter(known -> known.user().isPresent())
                .flatMap(signIns::take)
                .filterWhen(known -> signIns.isEnded(known).map(isEnded -> !isEnded))
                .switchIfEmpty(Mono.error(ArrivalController::over))
                .flatMap(
                        known ->
                                Mono.justOrEmpty(known.user())
                                        .flatMap(accounts::find)
                                        .map(SsoAccounts::active)
                                        .flatMap(
                                                account ->
                                                        welcome.confirmed(
                                                                request, known, account)));
    }

    private Mono<ResponseEntity<byte[]>> named(
            ServerHttpRequest request, Arrival arrival, String username) {
        return ssoAccounts
                .create(arrival, username)
                .flatMap(account -> welcome.named(request, arrival.as(account.userId()), account))
                .switchIfEmpty(Mono.error(ArrivalController::over))
                .onErrorResume(
                        MatrixException.class,
                        refusal ->
                                refusal.status() == 400
                                        ? Mono.just(
                                                pages.askForName(
                                                        request, arrival, Optional.of(refusal)))
                                        : Mono.error(refusal));
    }

    private Mono<Arrival> here(ServerHttpRequest request, String id) {
        return signIns.find(id)
                .filter(known -> browsers.isBound(request, id, known.browser()))
                .switchIfEmpty(Mono.error(ArrivalController::over));
    }

    private static MatrixException over() {
        return MatrixException.forbidden(
                "This page is not good any more, go back to your app and log in again");
    }
}
