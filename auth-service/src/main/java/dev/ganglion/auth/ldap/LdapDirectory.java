package dev.ganglion.auth.ldap;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.externalidentity.ExternalIdentities;
import dev.ganglion.auth.password.PasswordDirectory;
import dev.ganglion.protocol.identifier.UserId;

import reactor.core.publisher.Mono;

/** The directory as a place of passwords. */
class LdapDirectory implements PasswordDirectory {
    private final LdapClient client;
    private final LdapAccounts accounts;
    private final ExternalIdentities identities;
    private final LdapProperties properties;

    LdapDirectory(
            LdapClient client,
            LdapAccounts accounts,
            ExternalIdentities identities,
            LdapProperties properties) {
        this.client = client;
        this.accounts = accounts;
        this.identities = identities;
        this.properties = properties;
    }

    @Override
    public Mono<Boolean> decidesOn(Account account) {
        return properties.linkExisting()
                ? Mono.just(true)
                : identities
                        .list(account.userId())
                        .any(known -> known.provider().equals(LdapAccounts.PROVIDER));
    }

    @Override
    public Mono<Account> authenticate(UserId user, String password) {
        return client.authenticate(user.localpart(), password).flatMap(accounts::account);
    }
}
