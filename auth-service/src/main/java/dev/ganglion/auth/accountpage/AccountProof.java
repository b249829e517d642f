package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Asks who is signed in for their password once more, if they have one. */
@Service
class AccountProof {
    private final Accounts accounts;
    private final Passwords passwords;

    AccountProof(Accounts accounts, Passwords passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /** Whether there is a password to ask for, of this server or of a directory. */
    Mono<Boolean> isPassword(UserId user) {
        return passwords.has(user);
    }

    /** Whether it can be changed here. */
    Mono<Boolean> isChangeable(UserId user) {
        return passwords
                .has(user)
                .flatMap(has -> has ? passwords.isKeptHere(user) : Mono.just(false));
    }

    /** The account; {@code M_FORBIDDEN} when the form's {@code password} is not its own. */
    Mono<Account> required(UserId user, Form form, ClientAddress address) {
        return passwords
                .has(user)
                .flatMap(has -> has ? byPassword(user, form, address) : accounts.find(user));
    }

    /** The same for what is done by the password alone. */
    Mono<Account> byPassword(UserId user, Form form, ClientAddress address) {
        return passwords
                .authenticate(user, form.get("password"), address)
                // A directory may find somebody else by the same name.
                .filter(account -> account.userId().equals(user))
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("Wrong password")));
    }
}
