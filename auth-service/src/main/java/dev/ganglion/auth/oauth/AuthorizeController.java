package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.OAuth2Error;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.browsersession.SignIn;
import dev.ganglion.auth.oauth.AuthorizationRequests.Verdict;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.FormData;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.Optional;

/**
 * Client-server API, "Authorization code grant": an app sends its user here, who says yes or no.
 * The user is asked each time, because each time it is about another device.
 */
@PageEndpoints
class AuthorizeController {
    static final String PATH = OAuthServer.ROOT + "authorize";
    private static final String REQUEST = "request";

    private final AuthorizationRequests requests;
    private final ConsentPage consent;
    private final Codes codes;
    private final SignIn signIn;
    private final Forms forms;
    private final Pages pages;

    AuthorizeController(
            AuthorizationRequests requests,
            ConsentPage consent,
            Codes codes,
            SignIn signIn,
            Forms forms,
            Pages pages) {
        this.requests = requests;
        this.consent = consent;
        this.codes = codes;
        this.signIn = signIn;
        this.forms = forms;
        this.pages = pages;
    }

    /** What is wrong with the request is told before anybody signs in. */
    @GetMapping(PATH)
    Mono<ResponseEntity<byte[]>> ask(ServerWebExchange exchange) {
        String query = Optional.ofNullable(exchange.getRequest().getURI().getRawQuery()).orElse("");
        return requests.judge(query)
                .flatMap(
                        verdict ->
                                switch (verdict) {
                                    case Verdict.Refused(URI redirect) ->
                                            Mono.just(pages.seeOther(redirect));
                                    case Verdict.Accepted(Authorization authorization) ->
                                            newcomers(query, authorization)
                                                    .map(pages::seeOther)
                                                    .map(Mono::just)
                                                    .orElseGet(
                                                            () ->
                                                                    asked(
                                                                            exchange,
                                                                            query,
                                                                            authorization));
                                });
    }

    /** Whoever has made an account comes back here and is asked like everybody else. */
    private Optional<URI> newcomers(String query, Authorization authorization) {
        return authorization.isForNewcomer()
                ? signIn.newcomers(again(Query.without(query, "prompt")))
                : Optional.empty();
    }

    private Mono<ResponseEntity<byte[]>> asked(
            ServerWebExchange exchange, String query, Authorization authorization) {
        return signIn.required(
                exchange.getRequest(),
                session ->
                        consent.page(authorization, query, session)
                                .map(
                                        page ->
                                                page.withForm(
                                                        forms.issue(
                                                                exchange.getRequest(),
                                                                purpose(query, session))))
                                .map(pages::show));
    }

    @PostMapping(PATH)
    Mono<ResponseEntity<byte[]>> decide(ServerWebExchange exchange) {
        return FormData.of(exchange)
                .map(fields -> Optional.ofNullable(fields.getFirst(REQUEST)).orElse(""))
                .flatMap(
                        query ->
                                signIn.required(
                                        exchange.getRequest(),
                                        again(query),
                                        session -> decided(exchange, query, session)));
    }

    private Mono<ResponseEntity<byte[]>> decided(
            ServerWebExchange exchange, String query, BrowserSession session) {
        return forms.read(exchange, purpose(query, session))
                .flatMap(
                        form ->
                                isFor("switch", form)
                                        ? signIn.switched(exchange.getRequest(), again(query))
                                        : requests.judge(query)
                                                .flatMap(verdict -> answer(verdict, form, session))
                                                .map(pages::seeOther));
    }

    private Mono<URI> answer(Verdict verdict, Form form, BrowserSession session) {
        return switch (verdict) {
            case Verdict.Refused(URI redirect) -> Mono.just(redirect);
            case Verdict.Accepted(Authorization authorization) ->
                    isFor("allow", form)
                            ? codes.issue(authorization, session)
                                    .map(authorization.answer()::success)
                                    .switchIfEmpty(denied(authorization))
                            : denied(authorization);
        };
    }

    private static Mono<URI> denied(Authorization authorization) {
        return Mono.fromSupplier(() -> authorization.answer().refusal(OAuth2Error.ACCESS_DENIED));
    }

    private static boolean isFor(String decision, Form form) {
        return form.field("decision").filter(decision::equals).isPresent();
    }

    private static Continuation again(String query) {
        return Continuation.of(PATH + "?" + query);
    }

    /** One form is good for one request and one signed-in user. */
    private static String purpose(String query, BrowserSession session) {
        return "consent:" + session.id() + ":" + query;
    }
}
