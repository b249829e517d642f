package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.email.ThreepidCreds;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.Map;

/** Adding an email address, by a mail and the password, and removing one. */
@PageEndpoints
class AccountEmailController {
    private final AccountPages pages;
    private final AccountEmails emails;
    private final AccountProof proof;

    AccountEmailController(AccountPages pages, AccountEmails emails, AccountProof proof) {
        this.pages = pages;
        this.emails = emails;
        this.proof = proof;
    }

    @PostMapping(AccountPages.PATH + "/email-add")
    Mono<ResponseEntity<byte[]>> begin(
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        return pages.read(
                exchange,
                (session, form) ->
                        emails.begin(session.userId(), form.get("email").strip(), address)
                                .flatMap(creds -> waiting(session, creds))
                                .map(page -> pages.shown(exchange, session, page)));
    }

    /** The password is asked for here, where the address is added, as of clients. */
    @PostMapping(AccountPages.PATH + "/email-finish")
    Mono<ResponseEntity<byte[]>> finish(
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        return pages.read(exchange, (session, form) -> finished(exchange, session, form, address));
    }

    @PostMapping(AccountPages.PATH + "/email-delete")
    Mono<ResponseEntity<byte[]>> delete(ServerWebExchange exchange) {
        return pages.read(
                exchange,
                (session, form) ->
                        emails.delete(session.userId(), form.get("email"))
                                .filter(Boolean::booleanValue)
                                .switchIfEmpty(
                                        Mono.error(
                                                () ->
                                                        MatrixException.notFound(
                                                                "You have no such address")))
                                .map(_ -> pages.done("The address is removed")));
    }

    private Mono<ResponseEntity<byte[]>> finished(
            ServerWebExchange exchange, BrowserSession session, Form form, ClientAddress address) {
        ThreepidCreds creds = ThreepidCreds.of(form.field("sid"), form.field("client_secret"));
        return proof.required(session.userId(), form, address)
                .map(Account::userId)
                .flatMap(user -> emails.add(user, creds).thenReturn(user))
                .map(_ -> pages.done("The address is added"))
                .onErrorResume(
                        MatrixException.class,
                        refusal ->
                                waiting(session, creds)
                                        .map(page -> page.with("problem", refusal.error()))
                                        .map(page -> page.withStatus(refusal.status()))
                                        .map(page -> pages.shown(exchange, session, page)));
    }

    private Mono<Page> waiting(BrowserSession session, ThreepidCreds creds) {
        return proof.isPassword(session.userId())
                .map(
                        hasPassword -> {
                            Map<String, Object> values = new HashMap<>();
                            values.put("sid", creds.sid());
                            values.put("client_secret", creds.clientSecret());
                            values.put("hasPassword", hasPassword);
                            return Page.of("account-email-sent", values);
                        });
    }
}
