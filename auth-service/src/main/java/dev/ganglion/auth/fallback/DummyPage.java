package dev.ganglion.auth.fallback;

import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;

/** The page of the stage that asks nothing. */
@Component
class DummyPage implements StagePage {
    @Override
    public String type() {
        return "m.login.dummy";
    }

    @Override
    public Page page(InteractiveSession session) {
        return Page.of("stage-dummy", Map.of());
    }

    @Override
    public Mono<Turn> submitted(InteractiveSession session, Form form, ClientAddress client) {
        return Mono.just(new Turn.Attempt(JsonObject.EMPTY));
    }
}
