package dev.ganglion.auth.sso;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.browsersession.BrowserSessions;
import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.logintoken.LoginTokens;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.auth.page.PublicUrl;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Lets somebody in where they wanted to go: at their client, or in this very browser. */
@Service
class Handover {
    private final LoginTokens tokens;
    private final BrowserSessions sessions;
    private final Pages pages;
    private final PublicUrl publicUrl;

    Handover(LoginTokens tokens, BrowserSessions sessions, Pages pages, PublicUrl publicUrl) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.pages = pages;
        this.publicUrl = publicUrl;
    }

    Mono<ResponseEntity<byte[]>> letIn(
            ServerHttpRequest request, Arrival arrival, Account account) {
        return switch (arrival.destination()) {
            case Destination.Client(ClientRedirect client) ->
                    tokens.issue(account, Optional.of(arrival.origin()))
                            .map(token -> BrowserRedirect.to(client.with(token), Optional.empty()));
            case Destination.OwnPage(Continuation next) ->
                    sessions.begin(
                                    request,
                                    account.userId(),
                                    account.passwordVersion(),
                                    Optional.of(arrival.origin()))
                            .map(cookie -> pages.seeOther(publicUrl.of(next.path()), cookie));
        };
    }
}
