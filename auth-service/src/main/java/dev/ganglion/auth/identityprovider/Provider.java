package dev.ganglion.auth.identityprovider;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A single sign-on provider as the operator described it, found to be in order. */
public record Provider(
        String id,
        String name,
        Optional<String> icon,
        Optional<String> brand,
        Endpoint endpoint,
        Newcomers newcomers) {
    /** Only what is written so: another name might lead elsewhere. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");

    /**
     * How it is reached.
     *
     * @param plainHttp whether it may be spoken with unencrypted on another host than this
     * @param secret absent for a public client
     */
    record Endpoint(
            Issuer issuer,
            boolean plainHttp,
            ClientID clientId,
            Optional<Secret> secret,
            Scope scope,
            boolean pkce) {
        /**
         * Whether nobody on the way can read or change what is said at this address: who can, signs
         * in as anybody.
         */
        boolean isSafe(URI address) {
            boolean isPlain = "http".equals(address.getScheme());
            return isPlain
                    ? plainHttp || isLoopback(address.getHost())
                    : "https".equals(address.getScheme());
        }

        private static boolean isLoopback(@Nullable String host) {
            return host != null && LOOPBACK.matcher(host).matches();
        }

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
