package dev.ganglion.auth.identityprovider;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;

import dev.ganglion.service.config.SecretSetting;
import dev.ganglion.service.config.StartFailureException;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds out at the start what is wrong with the settings of a provider. */
final class ProviderCheck {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern BRAND = Pattern.compile("[a-z0-9._-]{1,255}");

    private final String prefix;
    private final ProviderSettings settings;

    private ProviderCheck(int index, ProviderSettings settings) {
        this.prefix = "ganglion.sso.providers[" + index + "].";
        this.settings = settings;
    }

    static List<Provider> checked(List<ProviderSettings> all) {
        List<Provider> providers = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            ProviderCheck check = new ProviderCheck(i, all.get(i));
            providers.add(check.provider());
            check.require(
                    ids.add(all.get(i).id()), "id", "is used twice", "Give each provider its own");
        }
        return List.copyOf(providers);
    }

    private Provider provider() {
        // The directory's accounts are kept beside those of providers.
        boolean isId = ID.matcher(settings.id()).matches() && !settings.id().equals("ldap");
        require(isId, "id", "is missing or no ID", "Set it to a word such as company, not ldap");
        require(!settings.name().isBlank(), "name", "is missing", "Set it to what people read");
        require(
                settings.icon().filter(icon -> !icon.startsWith("mxc://")).isEmpty(),
                "icon",
                "is no mxc:// address",
                "Upload the picture with a client and set the address that it got");
        require(
                settings.brand().filter(brand -> !BRAND.matcher(brand).matches()).isEmpty(),
                "brand",
                "is no identifier",
                "Set it to one such as github, or leave it out");
        return new Provider(
                settings.id(),
                settings.name(),
                settings.icon(),
                settings.brand(),
                endpoint(),
                new Provider.Newcomers(
                        template("localpart", settings.localpart()),
                        template("display-name", settings.displayName()),
                        settings.linkExisting(),
                        settings.register()));
    }

    private Provider.Endpoint endpoint() {
        require(isAddress(settings.issuer()), "issuer", "is no address", "Set it to https://…");
        require(
                !settings.clientId().isBlank(),
                "client-id",
                "is missing",
                "Register this server with the provider, and set the ID that it got");
        Optional<Secret> secret = secret();
        require(
                secret.isPresent() || settings.pkce(),
                "client-secret",
                "is missing",
                "Set it or client-secret-file, or pkce to true for a public client");
        Scope scope = Scope.parse(settings.scopes());
        scope.add("openid");
        Provider.Endpoint endpoint =
                new Provider.Endpoint(
                        new Issuer(settings.issuer()),
                        settings.plainHttp(),
                        new ClientID(settings.clientId()),
                        secret,
                        scope,
                        settings.pkce());
        require(
                endpoint.isSafe(URI.create(settings.issuer())),
                "issuer",
                "leads to a connection without TLS",
                "Write https://…; or set plain-http for a provider in a network that you trust");
        return endpoint;
    }

    private Optional<Secret> secret() {
        return SecretSetting.read(
                        prefix + "client-secret",
                        settings.clientSecret(),
                        settings.clientSecretFile())
                .map(Secret::new);
    }

    private Optional<ClaimTemplate> template(String key, Optional<String> text) {
        return text.map(
                given ->
                        ClaimTemplate.parse(given)
                                .orElseThrow(
                                        () ->
                                                failure(
                                                        key,
                                                        "is no template",
                                                        "Write claims in braces, as in"
                                                                + " {preferred_username}")));
    }

    private static boolean isAddress(String text) {
        try {
            URI url = new URI(text);
            return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private void require(boolean condition, String key, String problem, String fix) {
        if (!condition) {
            throw failure(key, problem, fix);
        }
    }

    private StartFailureException failure(String key, String problem, String fix) {
        return new StartFailureException(prefix + key + " " + problem, fix);
    }
}
