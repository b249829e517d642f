package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/** Sets another password, by whoever may, and tells the owner of the account. */
@Service
class PasswordChange {
    private final Passwords passwords;
    private final Accounts accounts;
    private final Sessions sessions;
    private final EmailAddresses addresses;
    private final EmailValidations validations;
    private final TransactionalOperator transaction;
    private final PasswordNews news;

    PasswordChange(
            Passwords passwords,
            Accounts accounts,
            Sessions sessions,
            EmailAddresses addresses,
            EmailValidations validations,
            TransactionalOperator transaction,
            PasswordNews news) {
        this.passwords = passwords;
        this.accounts = accounts;
        this.sessions = sessions;
        this.addresses = addresses;
        this.validations = validations;
        this.transaction = transaction;
        this.news = news;
    }

    /** The requester's own; the session in use stays, the others only if they are to. */
    Mono<Void> change(Requester requester, String password, boolean isLogoutWanted) {
        Mono<Void> logout =
                isLogoutWanted
                        ? sessions.endOthers(requester.userId(), requester.deviceId())
                        : Mono.empty();
        return passwords
                .hash(password)
                .flatMap(hash -> accounts.setPasswordHash(requester.userId(), hash))
                .then(logout)
                .then(news.tell(requester.userId()));
    }

    /**
     * That of whoever has the proven address. The proof is used up if and only if the password is
     * set. Fails with {@code M_FORBIDDEN} when a directory decides on the password.
     */
    Mono<Void> reset(JsonObject evidence, String password, boolean isLogoutWanted) {
        return passwords
                .hash(password)
                .flatMap(hash -> set(evidence, hash).as(transaction::transactional))
                .flatMap(
                        user ->
                                (isLogoutWanted ? sessions.endAll(user) : Mono.<Void>empty())
                                        .then(news.tell(user)));
    }

    private Mono<UserId> set(JsonObject evidence, String hash) {
        return validations
                .use(evidence)
                .flatMap(proven -> addresses.findOwner(proven.address()))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "No account here has this email address any more")))
                .delayUntil(passwords::requireKeptHere)
                .flatMap(user -> accounts.setPasswordHash(user, hash).thenReturn(user));
    }
}
