package dev.ganglion.auth.registration;

import dev.ganglion.auth.interactive.Flows;
import dev.ganglion.auth.registrationtoken.RegistrationTokens;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

/** Who can register here, and how. */
@Component
class RegistrationPolicy {
    private final RegistrationMode mode;

    RegistrationPolicy(RegistrationProperties properties) {
        this.mode = properties.registration();
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
