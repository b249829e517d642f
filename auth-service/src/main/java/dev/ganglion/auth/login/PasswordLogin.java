package dev.ganglion.auth.login;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.password.PasswordOwners;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Client-server API, "Password-based" login. */
@Service
class PasswordLogin {
    private final PasswordOwners owners;

    PasswordLogin(PasswordOwners owners) {
        this.owners = owners;
    }

    /** Fails with {@code M_FORBIDDEN}, whether the user or the password is wrong. */
    Mono<Account> authenticate(LoginRequest request, ClientAddress address) {
        String password =
                request.password().orElseThrow(() -> MatrixException.missingParam("password"));
        return request.namedAddress()
                .map(email -> owners.byAddress(email, password, address))
                .orElseGet(() -> owners.byName(request.namedUser(), password, address))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("Wrong user or password")));
    }
}
