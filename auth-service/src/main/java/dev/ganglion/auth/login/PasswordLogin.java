package dev.ganglion.auth.login;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Password-based" login. */
@Service
class PasswordLogin {
    private final Passwords passwords;
    private final Usernames usernames;
    private final EmailAddresses addresses;
    private final ServerProperties server;

    PasswordLogin(
            Passwords passwords,
            Usernames usernames,
            EmailAddresses addresses,
            ServerProperties server) {
        this.passwords = passwords;
        this.usernames = usernames;
        this.addresses = addresses;
        this.server = server;
    }

    /** Fails with {@code M_FORBIDDEN}, whether the user or the password is wrong. */
    Mono<Account> authenticate(LoginRequest request, ClientAddress address) {
        String password =
                request.password().orElseThrow(() -> MatrixException.missingParam("password"));
        return request.namedAddress()
                .map(email -> byAddress(email, password, address))
                .orElseGet(() -> byName(request.namedUser(), password, address))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("Wrong user or password")));
    }

    private Mono<Account> byName(String name, String password, ClientAddress address) {
        UserId user = usernames.meant(name).orElseGet(() -> nobody(""));
        return passwords.authenticate(user, password, address);
    }

    /** An address that somebody has is locked by itself, like one that nobody has. */
    private Mono<Account> byAddress(String given, String password, ClientAddress address) {
        Optional<EmailAddress> email = EmailAddress.tryParse(given);
        String named = "EMAIL-" + TokenHash.of(email.map(EmailAddress::value).orElse(given)).text();
        return Mono.justOrEmpty(email)
                .flatMap(addresses::findOwner)
                .defaultIfEmpty(nobody(named))
                .flatMap(user -> passwords.authenticate(user, named, password, address));
    }

    /** Nobody can register capital letters. */
    private UserId nobody(String localpart) {
        return UserId.of(localpart, server.serverName());
    }
}
