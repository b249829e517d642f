package dev.ganglion.auth.fallback;

import dev.ganglion.auth.fallback.StagePage.Turn;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** What comes of the form of a stage's page. */
@Component
public class StageTurns {
    private final InteractiveAuth interactive;

    StageTurns(InteractiveAuth interactive) {
        this.interactive = interactive;
    }

    /**
     * Tries the stage.
     *
     * @return the page that comes next, which is the same one when the stage refuses; empty when
     *     the stage is completed
     */
    public Mono<Page> take(
            StagePage stage, InteractiveSession session, Form form, ClientAddress client) {
        return Mono.defer(() -> stage.submitted(session, form, client))
                .flatMap(
                        turn ->
                                switch (turn) {
                                    case Turn.Next(Page page) -> Mono.just(page);
                                    case Turn.Attempt(var auth) ->
                                            interactive
                                                    .complete(session, stage.type(), auth, client)
                                                    .then(Mono.<Page>empty());
                                })
                .onErrorResume(
                        MatrixException.class,
                        refusal -> Mono.just(stage.page(session).refusing(refusal)));
    }
}
