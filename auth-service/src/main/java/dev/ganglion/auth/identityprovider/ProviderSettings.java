package dev.ganglion.auth.identityprovider;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an operator says about a single sign-on provider.
 *
 * @param id stands in addresses and in the database: never to be changed
 * @param name what people read
 * @param icon an {@code mxc://} address
 * @param brand by which clients know how to draw a button, such as {@code github}
 * @param issuer where the provider is; the rest is discovered
 * @param plainHttp whether all that is said between this server and the provider, secrets too, may
 *     go unencrypted to another host
 * @param clientSecretFile a file that holds the secret, in its place; white space does not count
 * @param pkce whether to prove that the code is used by who asked for it
 * @param localpart of a new account's ID; without it people choose
 * @param displayName of a new account
 * @param linkExisting whether whoever gets the localpart of an account that there is gets the
 *     account
 * @param register whether new accounts are made
 */
public record ProviderSettings(
        @DefaultValue("") String id,
        @DefaultValue("") String name,
        Optional<String> icon,
        Optional<String> brand,
        @DefaultValue("") String issuer,
        @DefaultValue("false") boolean plainHttp,
        @DefaultValue("") String clientId,
        @Nullable String clientSecret,
        @Nullable Path clientSecretFile,
        @DefaultValue({"openid", "profile"}) List<String> scopes,
        @DefaultValue("true") boolean pkce,
        Optional<String> localpart,
        Optional<String> displayName,
        @DefaultValue("false") boolean linkExisting,
        @DefaultValue("true") boolean register) {
    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "ProviderSettings[" + id + "]";
    }
}
