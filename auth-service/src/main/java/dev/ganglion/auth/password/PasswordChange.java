package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Sets another password, by whoever may, and tells the owner of the account. */
@Service
public class PasswordChange {
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

    /**
     * That of a user who has shown the one before. Fails with {@code M_FORBIDDEN} when a directory
     * decides on the password.
     *
     * @param password one that is strong enough ({@link Passwords#requireStrong})
     * @param isLogoutWanted whether devices are logged out
     * @param kept the one in use, which stays in every case
     */
    public Mono<Void> change(
            UserId user, String password, boolean isLogoutWanted, Optional<DeviceId> kept) {
        return passwords
                .requireKeptHere(user)
                .then(passwords.hash(password))
                .flatMap(hash -> accounts.setPasswordHash(user, hash))
                .then(isLogoutWanted ? sessions.endOthers(user, kept) : Mono.empty())
                .then(news.tell(user));
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
