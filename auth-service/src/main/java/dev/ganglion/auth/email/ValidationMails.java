package dev.ganglion.auth.email;

import dev.ganglion.auth.email.ValidationRepository.Begun;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.auth.mail.Mail;
import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Writes the mails by which addresses are proved, with tokens that are stored nowhere. */
@Component
class ValidationMails {
    private static final int SID_BYTES = 16;
    private static final int TOKEN_BYTES = 32;

    private final EmailProperties properties;
    private final PublicUrl publicUrl;
    private final ServerProperties server;
    private final SecureRandom random;
    private final Clock clock;

    ValidationMails(
            EmailProperties properties,
            PublicUrl publicUrl,
            ServerProperties server,
            SecureRandom random,
            Clock clock) {
        this.properties = properties;
        this.publicUrl = publicUrl;
        this.server = server;
        this.random = random;
        this.clock = clock;
    }

    /** Who wants to prove what. */
    record Asked(
            Purpose purpose,
            EmailAddress address,
            TokenHash secret,
            Optional<UserId> user,
            long sendAttempt,
            Optional<String> nextLink) {}

    /** A proof that is about to begin, and its mail. */
    record Draft(Begun begun, Mail mail) {}

    /**
     * A draft with a fresh token.
     *
     * @param isAllowed without it the mail has no link, and nothing can be proved by it
     */
    Draft draft(Asked asked, boolean isAllowed) {
        String token = random(TOKEN_BYTES);
        return new Draft(
                new Begun(
                        random(SID_BYTES),
                        asked,
                        Optional.of(TokenHash.of(token)).filter(_ -> isAllowed),
                        clock.instant().plus(properties.validationLifetime())),
                new Mail(asked.address(), asked.purpose().mail(isAllowed), values(token)));
    }

    private Map<String, String> values(String token) {
        return Map.of(
                "server", server.serverName().value(),
                "link", publicUrl.of("/_ganglion/email/confirm?token=" + token).toString(),
                "lifetime", words(properties.validationLifetime()));
    }

    private static String words(Duration lifetime) {
        long hours = lifetime.toHours();
        return lifetime.equals(Duration.ofHours(hours))
                ? hours == 1 ? "one hour" : hours + " hours"
                : lifetime.toMinutes() + " minutes";
    }

    private String random(int length) {
        return RandomText.of(length, random);
    }
}
