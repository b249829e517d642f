package dev.ganglion.auth.identityprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.service.config.StartFailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ProviderCheckTest {
    private static final Map<String, String> GOOD =
            Map.of(
                    "id", "company",
                    "name", "Company",
                    "issuer", "https://sso.example.org/realms/company",
                    "client-id", "ganglion",
                    "client-secret", "secret");

    private static List<Provider> checked(Map<String, String> changes, int times) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < times; i++) {
            for (Map<String, String> some : List.of(GOOD, changes)) {
                for (var entry : some.entrySet()) {
                    settings.put("p.providers[" + i + "]." + entry.getKey(), entry.getValue());
                }
            }
        }
        return ProviderCheck.checked(
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("p", IdentityProviderProperties.class)
                        .providers());
    }

    @Test
    void aProviderThatIsInOrder() {
        Provider provider = checked(Map.of("scopes", "email"), 1).getFirst();

        assertThat(provider.endpoint().scope().toStringList()).contains("openid", "email");
        assertThat(provider.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | Upper Case",
                "id | ''",
                "id | ldap",
                "name | ''",
                "icon | https://example.org/icon.png",
                "brand | <b>",
                "issuer | ''",
                "issuer | ftp://sso.example.org",
                "issuer | http://sso.example.org/realms/company",
                "issuer | http://127.0.0.1.example.org",
                "issuer | http://localhost.example.org",
                "issuer | https://sso.example.org/?a=b",
                "issuer | https://user@sso.example.org/",
                "client-id | ''",
                "localpart | {preferred_username",
                "localpart | {}",
                "display-name | {given name}"
            })
    void whatIsWrongIsNamedWithItsKey(String key, String value) {
        assertThatThrownBy(() -> checked(Map.of(key, value), 1))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("ganglion.sso.providers[0]." + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/x", "http://127.0.0.1/x", "http://[::1]:80/x"})
    void a15ProvidersOnTheSameHostNeedNoEncryption(String issuer) {
        assertThat(checked(Map.of("issuer", issuer), 1)).hasSize(1);
    }

    @Test
    void a15OthersAreSpokenWithUnencryptedOnlyWhereTheOperatorWantsIt() {
        Map<String, String> plain = Map.of("issuer", "http://sso.internal", "plain-http", "true");

        assertThat(checked(plain, 1)).hasSize(1);
    }

    @Test
    void twoProvidersOfOneIdAreRefused() {
        assertThatThrownBy(() -> checked(Map.of(), 2))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("ganglion.sso.providers[1].id");
    }

    @Test
    void aClientWithoutSecretNeedsAProof() {
        assertThat(checked(Map.of("client-secret", ""), 1).getFirst().endpoint().secret())
                .isEmpty();
        assertThatThrownBy(() -> checked(Map.of("client-secret", "", "pkce", "false"), 1))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("client-secret");
    }

    @Test
    void theSecretMayBeInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), " of the file\n");

        Provider provider = checked(fromFile(file), 1).getFirst();

        assertThat(provider.endpoint().secret().orElseThrow().getValue()).isEqualTo("of the file");
    }

    @Test
    void aFileWithoutASecretOrBesideOneIsRefused(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        String key = "ganglion.sso.providers[0].client-secret-file";

        assertThatThrownBy(() -> checked(fromFile(folder.resolve("none")), 1))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining(key + " cannot be read");
        assertThatThrownBy(() -> checked(fromFile(empty), 1))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining(key + " is empty");
        assertThatThrownBy(() -> checked(Map.of("client-secret-file", empty.toString()), 1))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining(key + " are both set");
    }

    private static Map<String, String> fromFile(Path file) {
        return Map.of("client-secret", "", "client-secret-file", file.toString());
    }
}
