package dev.ganglion.auth.identityprovider;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;

import java.util.Map;
import java.util.Optional;

/** A single sign-on provider as the operator described it, found to be in order. */
public record Provider(
        String id,
        String name,
        Optional<String> icon,
        Optional<String> brand,
        Endpoint endpoint,
        Newcomers newcomers) {

    /**
     * How it is reached.
     *
     * @param secret absent for a public client
     */
    record Endpoint(
            Issuer issuer, ClientID clientId, Optional<Secret> secret, Scope scope, boolean pkce) {
        /** Without the secret, which must not get into a log. */
        @Override
        public String toString() {
            return "Endpoint[" + issuer + "]";
        }
    }

    /** What becomes of somebody who has no account here yet. */
    record Newcomers(
            Optional<ClaimTemplate> localpart,
            Optional<ClaimTemplate> displayName,
            boolean isLinked,
            boolean isRegistered) {}

    /** Whether the account of the same name is given to whoever comes from here. */
    public boolean linksExisting() {
        return newcomers.isLinked;
    }

    /** Whether accounts are made for those who have none. */
    public boolean registers() {
        return newcomers.isRegistered;
    }

    Person person(String subject, Optional<String> session, Map<String, ?> claims) {
        return new Person(
                id,
                subject,
                session,
                newcomers.localpart.flatMap(template -> template.filled(claims)),
                newcomers.displayName.flatMap(template -> template.filled(claims)));
    }

    /** Whether these claims leave a template without what it needs. */
    boolean needsMoreThan(Map<String, ?> claims) {
        return newcomers.localpart.filter(t -> t.filled(claims).isEmpty()).isPresent()
                || newcomers.displayName.filter(t -> t.filled(claims).isEmpty()).isPresent();
    }
}
