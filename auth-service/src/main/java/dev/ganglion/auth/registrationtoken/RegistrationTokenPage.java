package dev.ganglion.auth.registrationtoken;

import dev.ganglion.auth.fallback.StagePage;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;

/** Where people enter their registration token. */
@Component
class RegistrationTokenPage implements StagePage {
    @Override
    public String type() {
        return RegistrationTokens.STAGE;
    }

    @Override
    public Page page(InteractiveSession session) {
        return Page.of("stage-registration-token", Map.of());
    }

    @Override
    public Mono<Turn> submitted(InteractiveSession session, Form form, ClientAddress client) {
        String token = form.field("token").orElse("").strip();
        return Mono.just(new Turn.Attempt(JsonObject.of("token", token)));
    }
}
