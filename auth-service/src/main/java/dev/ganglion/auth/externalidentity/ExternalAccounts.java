package dev.ganglion.auth.externalidentity;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.NewAccount;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Uninterrupted;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Makes accounts for people who are known elsewhere, and links accounts that there are. */
@Service
public class ExternalAccounts {
    private final Accounts accounts;
    private final ExternalIdentities identities;
    private final DisplayNames displayNames;
    private final TransactionalOperator transaction;

    ExternalAccounts(
            Accounts accounts,
            ExternalIdentities identities,
            DisplayNames displayNames,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.identities = identities;
        this.displayNames = displayNames;
        this.transaction = transaction;
    }

    /** The account of an identity; empty when nobody has used it here. */
    public Mono<Account> find(ExternalIdentity identity) {
        return identities.find(identity).flatMap(accounts::find);
    }

    /**
     * Makes an account without a password. Fails with {@code M_USER_IN_USE} when the ID is taken,
     * with {@code M_FORBIDDEN} when the identity has got an account in the meantime.
     */
    public Mono<Account> create(
            ExternalIdentity identity, UserId user, Optional<String> displayName) {
        return accounts.create(new NewAccount(user, Optional.empty(), false))
                .then(Mono.defer(() -> claimed(identity, user)))
                .as(transaction::transactional)
                .then(Mono.defer(() -> displayNames.set(user, displayName)))
                .then(Mono.defer(() -> accounts.find(user)))
                .as(Uninterrupted::work);
    }

    /** Gives an account that there is to whoever has this identity. */
    public Mono<Account> link(ExternalIdentity identity, Account account) {
        return claimed(identity, account.userId()).thenReturn(account);
    }

    private Mono<Void> claimed(ExternalIdentity identity, UserId user) {
        return identities
                .insert(identity, user)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "You have an account already: log in again")))
                .then();
    }
}
