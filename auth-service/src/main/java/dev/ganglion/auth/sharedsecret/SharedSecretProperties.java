package dev.ganglion.auth.sharedsecret;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.nio.file.Path;

/**
 * The secret that lets operators make accounts; without one they cannot.
 *
 * @param registrationSharedSecret the secret itself
 * @param registrationSharedSecretFile a file that holds it; white space around it does not count
 */
@ConfigurationProperties("ganglion")
public record SharedSecretProperties(
        @Nullable String registrationSharedSecret, @Nullable Path registrationSharedSecretFile) {
    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "SharedSecretProperties";
    }
}
