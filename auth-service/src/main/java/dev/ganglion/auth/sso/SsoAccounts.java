package dev.ganglion.auth.sso;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.externalidentity.ExternalAccounts;
import dev.ganglion.auth.externalidentity.ExternalIdentities;
import dev.ganglion.auth.externalidentity.ExternalIdentity;
import dev.ganglion.auth.identityprovider.Person;
import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Which account belongs to whom a provider has let in. */
@Service
class SsoAccounts {
    private final ExternalAccounts external;
    private final ExternalIdentities identities;
    private final Accounts accounts;
    private final Usernames usernames;

    SsoAccounts(
            ExternalAccounts external,
            ExternalIdentities identities,
            Accounts accounts,
            Usernames usernames) {
        this.external = external;
        this.identities = identities;
        this.accounts = accounts;
        this.usernames = usernames;
    }

    /**
     * The account, made or linked where the operator wants that; empty when somebody who has none
     * must choose a name first. Fails with {@code M_FORBIDDEN} for those who cannot have one.
     */
    Mono<Account> account(Provider provider, Person person) {
        return find(person)
                .switchIfEmpty(Mono.defer(() -> byName(provider, person)))
                .map(SsoAccounts::active)
                .switchIfEmpty(Mono.defer(() -> mustChoose(provider)));
    }

    /** The account that is theirs already. */
    Mono<Account> find(Person person) {
        return external.find(identity(person));
    }

    /** Makes an account of the name that somebody chose; fails as a registration does. */
    Mono<Account> create(Arrival arrival, String username) {
        return Mono.fromSupplier(() -> usernames.chosenByAnyone(username))
                .flatMap(
                        user ->
                                external.create(
                                        arrival.identity(), user, arrival.person().displayName()));
    }

    /** Fails with {@code M_USER_DEACTIVATED} or {@code M_USER_LOCKED}. */
    static Account active(Account account) {
        if (account.isDeactivated()) {
            throw MatrixException.of(
                    403, ErrorCode.USER_DEACTIVATED, "Your account here has been deactivated");
        }
        account.standing().mustNotBeLocked();
        return account;
    }

    private Mono<Account> byName(Provider provider, Person person) {
        return Mono.justOrEmpty(person.localpart().flatMap(usernames::meant))
                .flatMap(
                        user ->
                                accounts.find(user)
                                        .map(existing -> linked(provider, person, existing))
                                        .defaultIfEmpty(created(provider, person, user))
                                        .flatMap(account -> account));
    }

    /**
     * An account that belongs to another person of this provider is nobody's to take, and an
     * application service's neither.
     */
    private Mono<Account> linked(Provider provider, Person person, Account existing) {
        if (!provider.linksExisting() || existing.isDeactivated()) {
            return Mono.empty();
        }
        return Mono.fromSupplier(() -> usernames.chosenByOperator(existing.userId().localpart()))
                .onErrorComplete(MatrixException.class)
                .flatMap(user -> identities.list(user).any(known -> isOf(known, provider)))
                .filter(isTaken -> !isTaken)
                .flatMap(_ -> external.link(identity(person), existing));
    }

    private static boolean isOf(ExternalIdentity known, Provider provider) {
        return known.provider().equals(provider.id());
    }

    /** A name that nobody can have, or that was just taken, leaves the choice to the person. */
    private Mono<Account> created(Provider provider, Person person, UserId wanted) {
        if (!provider.registers()) {
            return Mono.empty();
        }
        return Mono.fromSupplier(() -> usernames.chosenByAnyone(wanted.localpart()))
                .onErrorComplete(MatrixException.class)
                .flatMap(user -> external.create(identity(person), user, person.displayName()))
                .onErrorComplete(
                        failure ->
                                failure instanceof MatrixException refusal
                                        && refusal.errorCode() == ErrorCode.USER_IN_USE);
    }

    private static Mono<Account> mustChoose(Provider provider) {
        return provider.registers()
                ? Mono.empty()
                : Mono.error(MatrixException.forbidden("There is no account here for you"));
    }

    private static ExternalIdentity identity(Person person) {
        return new ExternalIdentity(person.provider(), person.subject());
    }
}
