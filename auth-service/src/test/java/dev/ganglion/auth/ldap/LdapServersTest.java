package dev.ganglion.auth.ldap;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.service.config.StartFailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class LdapServersTest {
    private static final Map<String, String> GOOD =
            Map.of(
                    "ldap.uri", "ldaps://a.example.org,ldaps://b.example.org:1636",
                    "ldap.base", "dc=example,dc=org",
                    "ldap.bind-dn", "cn=reader",
                    "ldap.bind-password", "reading");

    private static void open(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.putAll(changes);
        LdapServers.of(
                        new Binder(new MapConfigurationPropertySource(settings))
                                .bindOrCreate("ldap", LdapProperties.class))
                .close();
    }

    @Test
    void nothingIsAskedAtTheStart() {
        assertThatCode(() -> open(Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> open(Map.of("ldap.uri", "ldap://a.example", "ldap.start-tls", "true")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uri | ldap://a.example.org",
                "uri | ldaps://a.example.org,ldap://b.example.org",
                "uri | https://a.example.org",
                "base | ''",
                "subject-attribute | ''",
                "filter | (uid=alice)",
                "filter | (uid={username}",
                "bind-password | ''"
            })
    void whatIsWrongIsNamedWithItsKey(String key, String value) {
        assertThatThrownBy(() -> open(Map.of("ldap." + key, value)))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("ganglion.ldap." + key);
    }

    @Test
    void thePasswordIsReadFromAFileOrSetItselfAndNotBoth(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path file = Files.writeString(folder.resolve("password"), "reading\n");

        assertThatCode(() -> open(fromFile(file))).doesNotThrowAnyException();
        assertThatThrownBy(() -> open(fromFile(folder.resolve("none"))))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("ganglion.ldap.bind-password-file cannot be read");
        assertThatThrownBy(() -> open(fromFile(empty)))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("ganglion.ldap.bind-password-file is empty");
        assertThatThrownBy(() -> open(Map.of("ldap.bind-password-file", file.toString())))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("both set")
                .hasMessageNotContaining("reading");
    }

    private static Map<String, String> fromFile(Path file) {
        return Map.of("ldap.bind-password", "", "ldap.bind-password-file", file.toString());
    }
}
