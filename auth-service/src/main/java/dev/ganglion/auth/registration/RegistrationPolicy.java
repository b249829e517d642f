package dev.ganglion.auth.registration;

import dev.ganglion.auth.captcha.Captcha;
import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.interactive.Flows;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.auth.registrationtoken.RegistrationTokens;
import dev.ganglion.auth.terms.Terms;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.StartFailureException;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;

/** Who can register here, and how: it takes a password, so nobody where none are kept. */
@Component
class RegistrationPolicy {
    private static final String DUMMY = "m.login.dummy";

    private final RegistrationMode mode;
    private final Flows flows;

    RegistrationPolicy(
            RegistrationProperties properties,
            EmailValidations validations,
            Terms terms,
            Captcha captcha,
            Passwords passwords) {
        this.mode = passwords.areKeptHere() ? properties.registration() : RegistrationMode.CLOSED;
        if (properties.registrationRequiresEmail() && !validations.isPossible()) {
            throw new StartFailureException(
                    "Registration asks for an email address, but no mail can be sent",
                    "Set ganglion.mail.host, or ganglion.registration-requires-email to false");
        }
        List<String> common = new ArrayList<>();
        if (mode == RegistrationMode.TOKEN) {
            common.add(RegistrationTokens.STAGE);
        }
        if (captcha.isThere()) {
            common.add(Captcha.STAGE);
        }
        if (terms.areThere()) {
            common.add(Terms.STAGE);
        }
        this.flows =
                flows(common, properties.registrationRequiresEmail(), validations.isPossible());
    }

    boolean isOpen() {
        return mode != RegistrationMode.CLOSED;
    }

    void requireOpen() {
        if (!isOpen()) {
            throw MatrixException.forbidden("Registration is disabled");
        }
    }

    Flows flows() {
        return flows;
    }

    /** The dummy stage tells the flow without an address from the beginning of that with one. */
    static Flows flows(List<String> common, boolean isEmailRequired, boolean isEmailPossible) {
        if (isEmailRequired) {
            return new Flows(List.of(with(common, EmailValidations.STAGE)));
        }
        if (isEmailPossible) {
            return new Flows(List.of(with(common, DUMMY), with(common, EmailValidations.STAGE)));
        }
        return new Flows(List.of(common.isEmpty() ? List.of(DUMMY) : common));
    }

    private static List<String> with(List<String> common, String last) {
        List<String> flow = new ArrayList<>(common);
        flow.add(last);
        return flow;
    }
}
