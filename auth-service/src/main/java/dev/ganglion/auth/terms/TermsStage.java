package dev.ganglion.auth.terms;

import dev.ganglion.auth.fallback.StagePage;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.interactive.Stage;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;

/** Who sends it has accepted what was shown. The evidence says in which versions. */
@Component
class TermsStage implements Stage, StagePage {
    private final Terms terms;

    TermsStage(Terms terms) {
        this.terms = terms;
    }

    @Override
    public String type() {
        return Terms.STAGE;
    }

    @Override
    public JsonObject params() {
        return terms.params();
    }

    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        return Mono.fromSupplier(terms::versions);
    }

    @Override
    public Page page(InteractiveSession session) {
        return Page.of("stage-terms", Map.of("documents", terms.documents()));
    }

    @Override
    public Mono<Turn> submitted(InteractiveSession session, Form form, ClientAddress client) {
        return Mono.just(new Turn.Attempt(JsonObject.EMPTY));
    }
}
