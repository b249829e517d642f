package dev.ganglion.auth.email;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;
import java.util.Optional;

/** Asks for proofs of email addresses where a page is the client. */
@Component
public class PageValidations {
    private static final int SECRET_BYTES = 32;

    private final EmailValidations validations;
    private final SecureRandom random;

    PageValidations(EmailValidations validations, SecureRandom random) {
        this.validations = validations;
        this.random = random;
    }

    /**
     * Sends the mail, as {@link EmailValidations#start} does for clients.
     *
     * @return what the page has to show again once the address is proved
     */
    public Mono<ThreepidCreds> start(
            Purpose purpose, String address, Optional<UserId> user, ClientAddress client) {
        String secret = RandomText.of(SECRET_BYTES, random);
        var request =
                new EmailTokenRequest(
                        Optional.of(secret),
                        Optional.of(address),
                        Optional.of(1L),
                        Optional.empty());
        return validations
                .start(purpose, request, user, client)
                .map(started -> new ThreepidCreds(started.sid(), secret));
    }
}
