package dev.ganglion.auth.ldap;

import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;

import dev.ganglion.service.config.SecretSetting;
import dev.ganglion.service.config.StartFailureException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.util.List;

import javax.net.SocketFactory;

/** Connections to the directory, none of which is made before it is needed. */
final class LdapServers {
    private static final String PREFIX = "ganglion.ldap.";

    private final LdapProperties properties;

    private LdapServers(LdapProperties properties) {
        this.properties = properties;
    }

    /** Fails when the settings cannot be right. */
    static LDAPConnectionPool of(LdapProperties properties) {
        return new LdapServers(properties).pool();
    }

    private LDAPConnectionPool pool() {
        check();
        try {
            SSLUtil tls = tls();
            List<ServerSet> servers =
                    properties.uri().stream().map(uri -> server(url(uri), tls)).toList();
            PostConnectProcessor encrypting =
                    properties.startTls()
                            ? new StartTLSPostConnectProcessor(tls.createSSLContext())
                            : null;
            var pool =
                    new LDAPConnectionPool(
                            new FailoverServerSet(servers),
                            bind(),
                            0,
                            properties.connections(),
                            encrypting,
                            false);
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            pool.setMaxWaitTimeMillis(properties.timeout().toMillis());
            return pool;
        } catch (LDAPException | GeneralSecurityException e) {
            throw failure(
                    "uri", "cannot be used: " + e, "See whether addresses and certificates fit");
        }
    }

    private void check() {
        require(!properties.uri().isEmpty(), "uri", "is empty", "Set it, or leave it out");
        require(!properties.base().isBlank(), "base", "is missing", "Set it as in ou=people,dc=…");
        for (String uri : properties.uri()) {
            boolean isPlain = url(uri).getScheme().equals("ldap") && !properties.startTls();
            require(
                    !isPlain || properties.plainText(),
                    "uri",
                    "would send passwords unencrypted",
                    "Write ldaps://, or set start-tls; or plain-text for a directory on this host");
        }
        require(
                !properties.subjectAttribute().isBlank(),
                "subject-attribute",
                "is empty",
                "Set it to entryUUID, objectGUID or what else is never given to anybody else");
        require(
                properties.filter().contains("{username}"),
                "filter",
                "does not use {username}",
                "Write it as in (uid={username})");
        try {
            Filter.create(properties.filter().replace("{username}", "x"));
        } catch (LDAPException e) {
            throw failure(
                    "filter", "is no filter: " + e.getMessage(), "Write it as in (uid={username})");
        }
    }

    private ServerSet server(LDAPURL url, SSLUtil tls) {
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(Math.toIntExact(properties.timeout().toMillis()));
        options.setResponseTimeoutMillis(properties.timeout().toMillis());
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        try {
            SocketFactory sockets =
                    url.getScheme().equals("ldaps")
                            ? tls.createSSLSocketFactory()
                            : SocketFactory.getDefault();
            return new SingleServerSet(
                    String.valueOf(url.getHost()), url.getPort(), sockets, options);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }

    private SSLUtil tls() throws KeyStoreException {
        Path file = properties.trustedCertificates();
        return file == null ? new SSLUtil() : new SSLUtil(new PEMFileTrustManager(file.toFile()));
    }

    private @Nullable SimpleBindRequest bind() {
        String dn = properties.bindDn();
        if (dn == null || dn.isBlank()) {
            return null;
        }
        String password =
                SecretSetting.read(
                                PREFIX + "bind-password",
                                properties.bindPassword(),
                                properties.bindPasswordFile())
                        .orElseThrow(
                                () ->
                                        failure(
                                                "bind-password",
                                                "is missing",
                                                "Set it or bind-password-file"));
        return new SimpleBindRequest(dn, password);
    }

    private static LDAPURL url(String text) {
        try {
            LDAPURL url = new LDAPURL(text.strip());
            if (url.getHost() != null && !url.getHost().isEmpty()) {
                return url;
            }
        } catch (LDAPException _) {
            // Told below.
        }
        throw failure(
                "uri", "is no address: " + text, "Write it as in ldaps://directory.example.org");
    }

    private static void require(boolean condition, String key, String problem, String fix) {
        if (!condition) {
            throw failure(key, problem, fix);
        }
    }

    private static StartFailureException failure(String key, String problem, String fix) {
        return new StartFailureException(PREFIX + key + " " + problem, fix);
    }
}
