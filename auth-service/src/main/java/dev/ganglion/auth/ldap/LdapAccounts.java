package dev.ganglion.auth.ldap;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.externalidentity.ExternalAccounts;
import dev.ganglion.auth.externalidentity.ExternalIdentities;
import dev.ganglion.auth.externalidentity.ExternalIdentity;
import dev.ganglion.protocol.identifier.UserId;

import reactor.core.publisher.Mono;

/** Which account belongs to whom the directory knows. */
class LdapAccounts {
    static final String PROVIDER = "ldap";

    private final ExternalAccounts external;
    private final Accounts accounts;
    private final Usernames usernames;
    private final ExternalIdentities identities;
    private final LdapProperties properties;

    LdapAccounts(
            ExternalAccounts external,
            Accounts accounts,
            Usernames usernames,
            ExternalIdentities identities,
            LdapProperties properties) {
        this.external = external;
        this.accounts = accounts;
        this.usernames = usernames;
        this.identities = identities;
        this.properties = properties;
    }

    /** Empty for those who have none and get none, and for those whose account has ended. */
    Mono<Account> account(LdapPerson person) {
        UserId user = usernames.chosenByOperator(person.localpart());
        var identity = new ExternalIdentity(PROVIDER, person.subject());
        return external.find(identity)
                .switchIfEmpty(Mono.defer(() -> first(identity, user, person)))
                .filter(account -> !account.isDeactivated());
    }

    private Mono<Account> first(ExternalIdentity identity, UserId user, LdapPerson person) {
        return accounts.find(user)
                .map(existing -> linked(identity, existing))
                .defaultIfEmpty(created(identity, user, person))
                .flatMap(account -> account);
    }

    /** What belongs to another person of the directory is not for the next of their name. */
    private Mono<Account> linked(ExternalIdentity identity, Account existing) {
        return Mono.just(existing)
                .filter(account -> properties.linkExisting() && !account.isDeactivated())
                .filterWhen(account -> isNobodys(account.userId()))
                .flatMap(account -> external.link(identity, account));
    }

    private Mono<Boolean> isNobodys(UserId user) {
        return identities
                .list(user)
                .filter(known -> known.provider().equals(PROVIDER))
                .hasElements()
                .map(isTaken -> !isTaken);
    }

    private Mono<Account> created(ExternalIdentity identity, UserId user, LdapPerson person) {
        return properties.register()
                ? external.create(identity, user, person.displayName())
                : Mono.empty();
    }
}
