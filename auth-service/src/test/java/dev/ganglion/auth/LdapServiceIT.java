package dev.ganglion.auth;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.LDAPSDKException;

import org.junit.jupiter.api.AfterEach;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with the in-memory directory of the LDAP SDK, over a real socket. */
@TestPropertySource(
        properties = {
            "ganglion.ldap.plain-text=true",
            "ganglion.ldap.base=ou=people,dc=example,dc=org",
            "ganglion.ldap.bind-dn=cn=reader,dc=example,dc=org",
            "ganglion.ldap.bind-password=reading",
            "ganglion.ldap.filter=(&(objectClass=inetOrgPerson)(|(uid={username})(employeeNumber={username})))",
            "ganglion.ldap.display-name-attribute=cn",
            "ganglion.ldap.timeout=2s"
        })
abstract class LdapServiceIT extends AuthServiceIT {
    static final List<String> BINDS = new CopyOnWriteArrayList<>();
    static final InMemoryDirectoryServer DIRECTORY = started();
    static final String SECRET = "a secret of the directory";

    private static InMemoryDirectoryServer started() {
        try {
            var config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
            config.addAdditionalBindCredentials("cn=reader,dc=example,dc=org", "reading");
            config.setSchema(null);
            config.addInMemoryOperationInterceptor(
                    new InMemoryOperationInterceptor() {
                        @Override
                        public void processSimpleBindRequest(
                                InMemoryInterceptedSimpleBindRequest request) {
                            BINDS.add(request.getRequest().getBindDN());
                        }
                    });
            var server = new InMemoryDirectoryServer(config);
            server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
            server.add(
                    "dn: ou=people,dc=example,dc=org",
                    "objectClass: organizationalUnit",
                    "ou: people");
            server.startListening();
            return server;
        } catch (LDAPSDKException e) {
            throw new IllegalStateException(e);
        }
    }

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) {
        properties.add("ganglion.ldap.uri", () -> "ldap://127.0.0.1:" + DIRECTORY.getListenPort());
    }

    @AfterEach
    void back() throws LDAPException {
        if (DIRECTORY.getListenPort() < 0) {
            DIRECTORY.startListening();
        }
    }

    static String someone() {
        String name = AuthDriver.freshName();
        add(name, "employeeNumber: 7" + name);
        return name;
    }

    static void add(String name, String more) {
        try {
            DIRECTORY.add(
                    "dn: uid=" + name + ",ou=people,dc=example,dc=org",
                    "objectClass: inetOrgPerson",
                    "uid: " + name,
                    "cn: Name of " + name,
                    "sn: x",
                    more,
                    "userPassword: " + SECRET);
        } catch (LDAPSDKException e) {
            throw new IllegalStateException(e);
        }
    }

    AuthDriver.Session loggedIn(String name) {
        return auth.as(auth.login(name, SECRET).isOk().string("access_token"));
    }
}
