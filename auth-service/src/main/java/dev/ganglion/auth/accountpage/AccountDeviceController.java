package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.browsersession.BrowserSessions;
import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.browsersession.SignIn;
import dev.ganglion.auth.oauth.Approvals;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.service.database.Uninterrupted;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Signing out: one device, all of them, or this browser. */
@PageEndpoints
class AccountDeviceController {
    private final AccountPages pages;
    private final Sessions sessions;
    private final BrowserSessions browsers;
    private final Approvals approvals;
    private final SignIn signIn;

    AccountDeviceController(
            AccountPages pages,
            Sessions sessions,
            BrowserSessions browsers,
            Approvals approvals,
            SignIn signIn) {
        this.pages = pages;
        this.sessions = sessions;
        this.browsers = browsers;
        this.approvals = approvals;
        this.signIn = signIn;
    }

    /** Ends a device of who is signed in; another user's device of that name stays. */
    @PostMapping(AccountPages.PATH + "/device-delete")
    Mono<ResponseEntity<byte[]>> delete(ServerWebExchange exchange) {
        return pages.read(exchange, this::deleted);
    }

    /** All other browsers, what they have allowed, and every device, also one that just begins. */
    @PostMapping(AccountPages.PATH + "/sign-out-others")
    Mono<ResponseEntity<byte[]>> signOutOthers(ServerWebExchange exchange) {
        return pages.read(
                exchange,
                (session, _) ->
                        browsers.endOthers(session)
                                .then(approvals.forgetAll(session.userId()))
                                .then(sessions.endOthers(session.userId(), Optional.empty()))
                                .as(Uninterrupted::work)
                                .thenReturn(pages.done("You are signed out everywhere else")));
    }

    @PostMapping(AccountPages.PATH + "/sign-out")
    Mono<ResponseEntity<byte[]>> signOut(ServerWebExchange exchange) {
        return pages.read(
                exchange,
                (_, _) ->
                        signIn.switched(exchange.getRequest(), Continuation.of(AccountPages.PATH)));
    }

    private Mono<ResponseEntity<byte[]>> deleted(BrowserSession session, Form form) {
        DeviceId device =
                DeviceId.tryParse(form.get("device_id"))
                        .orElseThrow(() -> MatrixException.notFound("You have no such device"));
        return sessions.end(session.userId(), List.of(device))
                .thenReturn(pages.done("The device is signed out"));
    }
}
