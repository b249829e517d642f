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
        return meant(request)
                .flatMap(user -> passwords.authenticate(user, password, address))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("Wrong user or password")));
    }

    private Mono<UserId> meant(LoginRequest request) {
        return request.namedAddress()
                .map(this::owner)
                .orElseGet(
                        () ->
                                Mono.just(
                                        usernames
                                                .meant(request.namedUser())
                                                .orElseGet(() -> nobody(""))));
    }

    private Mono<UserId> owner(String address) {
        return Mono.justOrEmpty(EmailAddress.tryParse(address))
                .flatMap(addresses::findOwner)
                .switchIfEmpty(Mono.fromSupplier(() -> nobody(address)));
    }

    /**
     * Somebody whose password can be tried as often as that of somebody who is there: each address
     * that nobody has is locked by itself. Nobody can register capital letters.
     */
    private UserId nobody(String address) {
        String localpart = address.isEmpty() ? "" : "EMAIL-" + TokenHash.of(address).text();
        return UserId.of(localpart, server.serverName());
    }
}
