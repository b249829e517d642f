package dev.ganglion.auth.password;

import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.mail.Mail;
import dev.ganglion.auth.mail.Mailer;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;

/** Tells the owner of an account, at every address they have, that its password was changed. */
@Component
class PasswordNews {
    private final EmailAddresses addresses;
    private final Mailer mailer;
    private final ServerProperties server;

    PasswordNews(EmailAddresses addresses, Mailer mailer, ServerProperties server) {
        this.addresses = addresses;
        this.mailer = mailer;
        this.server = server;
    }

    /** Does not wait for the mails to go out. */
    Mono<Void> tell(UserId user) {
        Map<String, String> values =
                Map.of("user", user.value(), "server", server.serverName().value());
        return addresses
                .list(user)
                .doOnNext(
                        owned -> mailer.post(new Mail(owned.address(), "password-changed", values)))
                .then();
    }
}
