package dev.ganglion.auth.sharedsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.service.config.StartFailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SharedSecretTest {
    private static final List<String> PARTS =
            List.of("thisisanonce", "pepper_roni", "pizza", "admin");

    /** HMAC-SHA1 with the key {@code shared_secret}, as {@code openssl sha1 -hmac} makes it. */
    private static final String MAC = "48715842ad67d5dc9a9ee938a3bda4fcfae8d7c7";

    @TempDir private Path folder;

    @Test
    void theProofIsTheOneThatToolsMake() {
        SharedSecret secret = new SharedSecret(new SharedSecretProperties("shared_secret", null));

        assertThat(secret.isProvenBy(MAC, PARTS)).isTrue();
        assertThat(secret.isProvenBy(MAC.substring(1), PARTS)).isFalse();
        assertThat(
                        secret.isProvenBy(
                                MAC, List.of("thisisanonce", "pepper_roni", "pizza", "notadmin")))
                .isFalse();
        assertThat(secret.isProvenBy("", PARTS)).isFalse();
        assertThat(secret.isProvenBy("ü", PARTS)).isFalse();
    }

    @Test
    void theSecretMayStandInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "shared_secret\n");

        SharedSecret secret = new SharedSecret(new SharedSecretProperties(null, file));

        assertThat(secret.isProvenBy(MAC, PARTS)).isTrue();
    }

    @Test
    void aMissingFileIsAStartFailure() {
        var properties = new SharedSecretProperties(null, folder.resolve("nothing"));

        assertThatThrownBy(() -> new SharedSecret(properties))
                .isInstanceOf(StartFailureException.class);
    }

    @Test
    void theSecretStandsInOnePlaceAndAFileHoldsOne() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "shared_secret\n");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(
                        () -> new SharedSecret(new SharedSecretProperties("another_secret", file)))
                .hasMessageContaining("both");
        assertThatThrownBy(() -> new SharedSecret(new SharedSecretProperties(null, empty)))
                .hasMessageContaining("ganglion.registration-shared-secret-file is empty");
    }

    @Test
    void withoutASecretNothingIsConfigured() {
        assertThat(new SharedSecret(new SharedSecretProperties(null, null)).isConfigured())
                .isFalse();
        assertThat(new SharedSecret(new SharedSecretProperties(" ", null)).isConfigured())
                .isFalse();
    }
}
