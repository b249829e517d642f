package dev.ganglion.auth.registration;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Makes the account of somebody who registers on the page, exactly as that of a client's user. */
@Service
class Newcomers {
    private final RegistrationService registration;
    private final RegistrationSteps steps;
    private final InteractiveAuth interactive;
    private final Accounts accounts;

    Newcomers(
            RegistrationService registration,
            RegistrationSteps steps,
            InteractiveAuth interactive,
            Accounts accounts) {
        this.registration = registration;
        this.steps = steps;
        this.interactive = interactive;
        this.accounts = accounts;
    }

    /** Fails as a registration by a client does. */
    Mono<Account> register(InteractiveSession session, Form form, ClientAddress address) {
        RegisterRequest request = request(session, form);
        return registration
                .check(request)
                .then(
                        interactive.whenDone(
                                RegistrationVisits.operation(address),
                                steps.flow(),
                                request.auth(),
                                done -> registration.register(request, done)))
                .flatMap(made -> accounts.find(made.userId()));
    }

    private RegisterRequest request(InteractiveSession session, Form form) {
        String password = form.get("password");
        if (!form.field("password_again").equals(Optional.of(password))) {
            throw MatrixException.invalidParam("The password is not the same both times");
        }
        return new RegisterRequest(
                Optional.empty(),
                Optional.of(auth(session)),
                Optional.of(form.get("username").strip()),
                Optional.of(password),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty());
    }

    /** The stage that asks nothing is completed with this very request. */
    private JsonObject auth(InteractiveSession session) {
        JsonObject.Builder auth = JsonObject.builder().put("session", session.id());
        if (steps.flow().flows().getFirst().contains(RegistrationSteps.DUMMY)) {
            auth.put("type", RegistrationSteps.DUMMY);
        }
        return auth.build();
    }
}
