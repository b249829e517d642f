package dev.ganglion.auth.email;

import dev.ganglion.auth.fallback.StagePage;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.Optional;

/** Where people enter their address, and come back to once they have confirmed it. */
@Component
class EmailPage implements StagePage {
    private final EmailValidations validations;
    private final PageValidations mails;

    EmailPage(EmailValidations validations, PageValidations mails) {
        this.validations = validations;
        this.mails = mails;
    }

    @Override
    public String type() {
        return EmailValidations.STAGE;
    }

    @Override
    public Page page(InteractiveSession session) {
        return Page.of("stage-email", Map.of());
    }

    @Override
    public Mono<Turn> submitted(InteractiveSession session, Form form, ClientAddress client) {
        Optional<String> sid = form.field("sid");
        if (sid.isEmpty()) {
            return mailed(session, form.field("email").orElse("").strip(), client);
        }
        ThreepidCreds creds = ThreepidCreds.of(sid, form.field("client_secret"));
        return validations
                .proven(creds, EmailStage.purpose(session.operation(client)), Optional.empty())
                .map(_ -> (Turn) new Turn.Attempt(auth(creds)))
                .onErrorResume(
                        MatrixException.class,
                        refusal ->
                                Mono.just(
                                        new Turn.Next(
                                                waiting(creds).with("problem", refusal.error()))));
    }

    private Mono<Turn> mailed(InteractiveSession session, String address, ClientAddress client) {
        return mails.start(
                        EmailStage.purpose(session.operation(client)),
                        address,
                        Optional.empty(),
                        client)
                .map(creds -> new Turn.Next(waiting(creds)));
    }

    private static Page waiting(ThreepidCreds creds) {
        return Page.of(
                "stage-email-sent",
                Map.of("sid", creds.sid(), "client_secret", creds.clientSecret()));
    }

    private static JsonObject auth(ThreepidCreds creds) {
        return JsonObject.builder()
                .put(
                        "threepid_creds",
                        JsonObject.builder()
                                .put("sid", creds.sid())
                                .put("client_secret", creds.clientSecret())
                                .build())
                .build();
    }
}
