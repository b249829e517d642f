package dev.ganglion.auth.login;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Client-server API, "Password-based" login. */
@Service
class PasswordLogin {
    private final Passwords passwords;
    private final Usernames usernames;
    private final UserId nobody;

    PasswordLogin(Passwords passwords, Usernames usernames, ServerProperties server) {
        this.passwords = passwords;
        this.usernames = usernames;
        this.nobody = UserId.of("", server.serverName());
    }

    /** Fails with {@code M_FORBIDDEN}, whether the user or the password is wrong. */
    Mono<Account> authenticate(LoginRequest request, ClientAddress address) {
        String password =
                request.password().orElseThrow(() -> MatrixException.missingParam("password"));
        UserId user = usernames.meant(request.namedUser()).orElse(nobody);
        return passwords
                .authenticate(user, password, address)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("Wrong user or password")));
    }
}
