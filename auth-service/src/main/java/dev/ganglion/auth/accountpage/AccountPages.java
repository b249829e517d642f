package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.browsersession.SignIn;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.Pages;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What all pages of an account have in common: somebody is signed in, and forms are theirs. */
@Component
class AccountPages {
    static final String PATH = "/_ganglion/account";

    private final SignIn signIn;
    private final Forms forms;
    private final Pages pages;

    AccountPages(SignIn signIn, Forms forms, Pages pages) {
        this.signIn = signIn;
        this.forms = forms;
        this.pages = pages;
    }

    /** Shows a page to who is signed in. */
    Mono<ResponseEntity<byte[]>> show(
            ServerWebExchange exchange, Function<BrowserSession, Mono<Page>> page) {
        return signIn.required(
                exchange.getRequest(),
                session -> page.apply(session).map(made -> shown(exchange, session, made)));
    }

    /** Reads a form of who is signed in. */
    Mono<ResponseEntity<byte[]>> read(
            ServerWebExchange exchange,
            BiFunction<BrowserSession, Form, Mono<ResponseEntity<byte[]>>> action) {
        return signIn.required(
                exchange.getRequest(),
                Continuation.of(PATH),
                session ->
                        forms.read(exchange, purpose(session))
                                .flatMap(form -> action.apply(session, form)));
    }

    /** A page with forms on it. */
    ResponseEntity<byte[]> shown(ServerWebExchange exchange, BrowserSession session, Page page) {
        Map<String, Object> values = new HashMap<>(page.values());
        values.put("user", session.userId().value());
        return pages.show(
                Page.of(page.template(), values)
                        .withStatus(page.status())
                        .withForm(forms.issue(exchange.getRequest(), purpose(session))));
    }

    /** Says that something is done, with a way back. */
    ResponseEntity<byte[]> done(String message) {
        return pages.show(Page.of("done", Map.of("message", message, "back", PATH)));
    }

    private static String purpose(BrowserSession session) {
        return "account:" + session.id();
    }
}
