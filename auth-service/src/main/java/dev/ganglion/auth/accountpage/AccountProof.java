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

/** Asks who is signed in for their password once more, if they have one of this server. */
@Service
class AccountProof {
    private final Accounts accounts;
    private final Passwords passwords;

    AccountProof(Accounts accounts, Passwords passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /** Whether there is a password to ask for. */
    Mono<Boolean> isPassword(UserId user) {
        return accounts.find(user)
                .map(account -> account.passwordHash().isPresent())
                .defaultIfEmpty(false);
    }

    /** The account; {@code M_FORBIDDEN} when the form's {@code password} is not its own. */
    Mono<Account> required(UserId user, Form form, ClientAddress address) {
        return accounts.find(user)
                .flatMap(
                        account ->
                                account.passwordHash().isEmpty()
                                        ? Mono.just(account)
                                        : checked(account, form, address));
    }

    private Mono<Account> checked(Account account, Form form, ClientAddress address) {
        return passwords
                .authenticate(account.userId(), form.get("password"), address)
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("Wrong password")));
    }
}
