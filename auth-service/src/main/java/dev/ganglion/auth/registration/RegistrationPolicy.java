package dev.ganglion.auth.registration;

import dev.ganglion.auth.interactive.Flows;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.auth.registrationtoken.RegistrationTokens;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

/** Who can register here, and how: it takes a password, so nobody where none are kept. */
@Component
class RegistrationPolicy {
    private final RegistrationMode mode;

    RegistrationPolicy(RegistrationProperties properties, Passwords passwords) {
        this.mode = passwords.areKeptHere() ? properties.registration() : RegistrationMode.CLOSED;
    }

    void requireOpen() {
        if (mode == RegistrationMode.CLOSED) {
            throw MatrixException.forbidden("Registration is disabled");
        }
    }

    Flows flows() {
        return Flows.of(
                mode == RegistrationMode.TOKEN ? RegistrationTokens.STAGE : "m.login.dummy");
    }
}
