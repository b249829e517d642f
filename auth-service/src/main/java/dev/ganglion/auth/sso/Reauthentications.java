package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.Person;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Completes the stage for the very user of the operation, and for nobody else. */
@Service
class Reauthentications {
    private final InteractiveAuth interactive;
    private final SsoAccounts accounts;
    private final SsoPages pages;

    Reauthentications(InteractiveAuth interactive, SsoAccounts accounts, SsoPages pages) {
        this.interactive = interactive;
        this.accounts = accounts;
        this.pages = pages;
    }

    /** The session while it is under way; {@code M_NOT_FOUND} when it is not. */
    Mono<InteractiveSession> open(String session) {
        return interactive
                .find(session)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "This page is not good any more, go back to your"
                                                        + " app and begin again")));
    }

    Mono<ResponseEntity<byte[]>> complete(String id, Person person) {
        return open(id).flatMap(
                        session ->
                                accounts.find(person)
                                        .map(SsoAccounts::active)
                                        .filter(account -> session.isOf(account.userId()))
                                        .switchIfEmpty(Mono.error(Reauthentications::another))
                                        .flatMap(_ -> completed(session)));
    }

    private Mono<ResponseEntity<byte[]>> completed(InteractiveSession session) {
        return interactive
                .completed(session, SsoStage.TYPE, JsonObject.EMPTY)
                .thenReturn(pages.done());
    }

    private static MatrixException another() {
        return MatrixException.forbidden(
                "You have signed in as somebody else than the user of your app");
    }
}
