package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.browsersession.BrowserSessions;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.password.PasswordChange;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Changing the password: all browsers are signed out by it, and this one is signed in anew. */
@PageEndpoints
class AccountPasswordController {
    private final AccountPages pages;
    private final AccountProof proof;
    private final Passwords passwords;
    private final PasswordChange change;
    private final Accounts accounts;
    private final BrowserSessions browsers;

    AccountPasswordController(
            AccountPages pages,
            AccountProof proof,
            Passwords passwords,
            PasswordChange change,
            Accounts accounts,
            BrowserSessions browsers) {
        this.pages = pages;
        this.proof = proof;
        this.passwords = passwords;
        this.change = change;
        this.accounts = accounts;
        this.browsers = browsers;
    }

    @PostMapping(AccountPages.PATH + "/password")
    Mono<ResponseEntity<byte[]>> change(
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        return pages.read(exchange, (session, form) -> changed(exchange, session, form, address));
    }

    private Mono<ResponseEntity<byte[]>> changed(
            ServerWebExchange exchange, BrowserSession session, Form form, ClientAddress address) {
        String password = form.get("new_password");
        if (!form.field("new_password_again").equals(Optional.of(password))) {
            throw MatrixException.invalidParam("The new password is not the same both times");
        }
        passwords.requireStrong(password);
        boolean isLogoutWanted = form.field("sign_out").isPresent();
        return proof.byPassword(session.userId(), form, address)
                .flatMap(
                        account ->
                                change.change(
                                        account.userId(),
                                        password,
                                        isLogoutWanted,
                                        Optional.empty()))
                .then(Mono.defer(() -> signedInAnew(exchange, session)))
                .map(this::done)
                .as(Uninterrupted::work);
    }

    private Mono<ResponseCookie> signedInAnew(ServerWebExchange exchange, BrowserSession session) {
        return accounts.find(session.userId())
                .flatMap(
                        account ->
                                browsers.begin(
                                        exchange.getRequest(),
                                        account.userId(),
                                        account.passwordVersion()));
    }

    private ResponseEntity<byte[]> done(ResponseCookie cookie) {
        ResponseEntity<byte[]> page = pages.done("Your password is changed");
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(page.getHeaders());
        headers.add(HttpHeaders.SET_COOKIE, cookie.toString());
        return new ResponseEntity<>(page.getBody(), headers, page.getStatusCode());
    }
}
