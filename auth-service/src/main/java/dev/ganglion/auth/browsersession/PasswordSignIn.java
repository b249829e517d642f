package dev.ganglion.auth.browsersession;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Who signs in with a name and a password, as cautious as the login of clients. */
@Service
class PasswordSignIn {
    private final Passwords passwords;
    private final Usernames usernames;
    private final UserId nobody;

    PasswordSignIn(Passwords passwords, Usernames usernames, ServerProperties server) {
        this.passwords = passwords;
        this.usernames = usernames;
        this.nobody = UserId.of("", server.serverName());
    }

    /** Empty whether the name or the password is wrong, after the same time. */
    Mono<Account> authenticate(String name, String password, ClientAddress address) {
        UserId user = usernames.meant(name.strip()).orElse(nobody);
        return passwords.authenticate(user, password, address);
    }
}
