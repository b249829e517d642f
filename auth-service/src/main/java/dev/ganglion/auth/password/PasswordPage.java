package dev.ganglion.auth.password;

import dev.ganglion.auth.fallback.StagePage;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;

/** Where people enter their password, which is looked at and not kept. */
@Component
class PasswordPage implements StagePage {
    @Override
    public String type() {
        return Passwords.STAGE;
    }

    /** Says whose password is asked for: the link may come from anybody. */
    @Override
    public Page page(InteractiveSession session) {
        return Page.of("stage-password", Map.of("user", user(session)));
    }

    private static String user(InteractiveSession session) {
        return session.operation(ClientAddress.valueOf("")).user().map(UserId::value).orElse("");
    }

    @Override
    public Mono<Turn> submitted(InteractiveSession session, Form form, ClientAddress client) {
        String password = form.field("password").orElse("");
        return Mono.just(new Turn.Attempt(JsonObject.of("password", password)));
    }
}
