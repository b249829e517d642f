package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.browsersession.BrowserSession;
import dev.ganglion.auth.crosssigningreset.CrossSigningReset;
import dev.ganglion.auth.deactivation.DeactivationService;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/** What cannot be taken back: ending the account, and giving up one's cryptographic identity. */
@PageEndpoints
class AccountEndController {
    private final AccountPages pages;
    private final AccountProof proof;
    private final DeactivationService deactivation;
    private final CrossSigningReset crossSigning;

    AccountEndController(
            AccountPages pages,
            AccountProof proof,
            DeactivationService deactivation,
            CrossSigningReset crossSigning) {
        this.pages = pages;
        this.proof = proof;
        this.deactivation = deactivation;
        this.crossSigning = crossSigning;
    }

    /** The user types in their own ID, and the password if there is one. */
    @PostMapping(AccountPages.PATH + "/deactivate")
    Mono<ResponseEntity<byte[]>> deactivate(
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        return pages.read(exchange, (session, form) -> deactivated(session, form, address));
    }

    /** A client may now replace the user's cross-signing keys, once. */
    @PostMapping(AccountPages.PATH + "/cross-signing-reset")
    Mono<ResponseEntity<byte[]>> resetCrossSigning(ServerWebExchange exchange) {
        return pages.read(
                exchange,
                (session, _) ->
                        crossSigning
                                .permit(session.userId())
                                .thenReturn(
                                        pages.done(
                                                "Go back to your app and finish there, within ten"
                                                        + " minutes")));
    }

    private Mono<ResponseEntity<byte[]>> deactivated(
            BrowserSession session, Form form, ClientAddress address) {
        if (!form.get("confirmation").strip().equals(session.userId().value())) {
            throw MatrixException.forbidden("This is not your user ID");
        }
        boolean isErased = form.field("erase").isPresent();
        return proof.required(session.userId(), form, address)
                .flatMap(
                        account ->
                                deactivation
                                        .deactivate(account.userId(), isErased)
                                        .thenReturn(pages.done("Your account is deactivated")))
                .as(Uninterrupted::work);
    }
}
