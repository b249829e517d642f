package dev.ganglion.auth.registration;

import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.registrationtoken.RegistrationTokens;
import dev.ganglion.auth.terms.Terms;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** What the completed stages of a registration are good for; all within its transaction. */
@Component
class Evidence {
    private final RegistrationTokens tokens;
    private final EmailValidations validations;
    private final EmailAddresses addresses;
    private final Terms terms;

    Evidence(
            RegistrationTokens tokens,
            EmailValidations validations,
            EmailAddresses addresses,
            Terms terms) {
        this.tokens = tokens;
        this.validations = validations;
        this.addresses = addresses;
        this.terms = terms;
    }

    /** Uses up what can be used up before there is an account. */
    Mono<Void> use(InteractiveSession session) {
        return Mono.justOrEmpty(session.evidence(RegistrationTokens.STAGE))
                .flatMap(evidence -> Mono.justOrEmpty(evidence.string("token")))
                .flatMap(tokens::use);
    }

    /** Gives the new account its address, and keeps what was accepted. */
    Mono<Void> keep(UserId user, InteractiveSession session) {
        Mono<Void> address =
                Mono.justOrEmpty(session.evidence(EmailValidations.STAGE))
                        .flatMap(validations::use)
                        .flatMap(proven -> addresses.add(user, proven));
        Mono<Void> accepted =
                Mono.justOrEmpty(session.evidence(Terms.STAGE))
                        .flatMap(evidence -> terms.accept(user, evidence));
        return address.then(accepted);
    }
}
