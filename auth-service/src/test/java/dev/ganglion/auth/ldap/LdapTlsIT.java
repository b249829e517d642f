package dev.ganglion.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.LDAPSDKException;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;

import dev.ganglion.protocol.error.MatrixException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A directory with a certificate of its own for 127.0.0.1, made by the JDK's keytool. */
class LdapTlsIT {
    private static final String PASSWORD = "changeit";

    @TempDir static Path folder;
    private static @Nullable InMemoryDirectoryServer directory;

    @BeforeAll
    static void start()
            throws IOException, InterruptedException, LDAPSDKException, GeneralSecurityException {
        keytool(
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=directory",
                "-ext",
                "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", folder.resolve("own.pem").toString());
        var tls =
                new SSLUtil(
                        new KeyStoreKeyManager(
                                folder.resolve("keys.p12").toFile(),
                                PASSWORD.toCharArray(),
                                "PKCS12",
                                "own"),
                        null);
        var config = new InMemoryDirectoryServerConfig("dc=org");
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls", 0, tls.createSSLServerSocketFactory()),
                InMemoryListenerConfig.createLDAPConfig(
                        "start-tls", null, 0, tls.createSSLSocketFactory()));
        var server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=org", "objectClass: domain", "dc: org");
        server.add(
                "dn: uid=alice,dc=org", "objectClass: person", "uid: alice", "userPassword: right");
        server.startListening();
        directory = server;
    }

    @AfterAll
    static void stop() {
        server().shutDown(true);
    }

    private static InMemoryDirectoryServer server() {
        if (directory == null) {
            throw new IllegalStateException("The directory has not started");
        }
        return directory;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(
                List.of(
                        "-alias",
                        "own",
                        "-keystore",
                        folder.resolve("keys.p12").toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Optional<LdapPerson> login(
            String uri, boolean startTls, @Nullable Path trusted) {
        var properties =
                new LdapProperties(
                        List.of(uri),
                        startTls,
                        false,
                        trusted,
                        null,
                        null,
                        null,
                        "dc=org",
                        "(uid={username})",
                        "entryUUID",
                        "uid",
                        Optional.empty(),
                        Duration.ofSeconds(3),
                        1,
                        true,
                        false);
        try (LdapClient client = new LdapClient(properties, LdapServers.of(properties))) {
            return client.authenticate("alice", "right").blockOptional();
        }
    }

    private static String ldaps(String host) {
        return "ldaps://" + host + ":" + server().getListenPort("tls");
    }

    @Test
    void peopleLogInThroughAnEncryptedConnection() {
        Path own = folder.resolve("own.pem");

        assertThat(login(ldaps("127.0.0.1"), false, own)).isPresent();
        assertThat(login("ldap://127.0.0.1:" + server().getListenPort("start-tls"), true, own))
                .isPresent();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        assertThatThrownBy(() -> login(ldaps("127.0.0.1"), false, null))
                .isInstanceOf(MatrixException.class);
        String startTls = "ldap://127.0.0.1:" + server().getListenPort("start-tls");
        assertThatThrownBy(() -> login(startTls, true, null)).isInstanceOf(MatrixException.class);
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() {
        Path own = folder.resolve("own.pem");
        String startTls = "ldap://localhost:" + server().getListenPort("start-tls");

        assertThatThrownBy(() -> login(ldaps("localhost"), false, own))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> login(startTls, true, own)).isInstanceOf(MatrixException.class);
    }
}
