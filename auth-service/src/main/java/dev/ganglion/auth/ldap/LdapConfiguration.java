package dev.ganglion.auth.ldap;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.externalidentity.ExternalAccounts;
import dev.ganglion.auth.externalidentity.ExternalIdentities;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.publisher.Mono;

/** There when the operator has a directory. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("ganglion.ldap.uri")
class LdapConfiguration {
    @Bean(destroyMethod = "close")
    LdapClient ldapClient(LdapProperties properties) {
        return new LdapClient(properties, LdapServers.of(properties));
    }

    @Bean
    LdapDirectory ldapDirectory(
            LdapClient client,
            LdapAccounts ldapAccounts,
            ExternalIdentities identities,
            LdapProperties properties) {
        return new LdapDirectory(client, ldapAccounts, identities, properties);
    }

    @Bean
    LdapAccounts ldapAccounts(
            ExternalAccounts external,
            Accounts accounts,
            Usernames usernames,
            ExternalIdentities identities,
            LdapProperties properties) {
        return new LdapAccounts(external, accounts, usernames, identities, properties);
    }

    /** Without the directory its people do not log in; whoever is logged in stays so. */
    @Bean
    ReactiveHealthIndicator ldapHealthIndicator(LdapClient client) {
        return () ->
                Mono.fromSupplier(
                        () ->
                                client.failure()
                                        .map(
                                                why ->
                                                        Health.status("DEGRADED")
                                                                .withDetail("last", why))
                                        .orElseGet(Health::up)
                                        .build());
    }
}
