package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The directory decides on all accounts, and knows people again by their number. */
@TestPropertySource(
        properties = {
            "ganglion.ldap.link-existing=true",
            "ganglion.ldap.subject-attribute=employeeNumber"
        })
class LdapLinkingIT extends LdapServiceIT {
    private static void delete(String name) throws LDAPException {
        DIRECTORY.delete("uid=" + name + ",ou=people,dc=example,dc=org");
    }

    @Test
    void anAccountThatThereIsIsLinkedOnceAndNotToTheNextOfItsName() throws LDAPException {
        AuthDriver.Session alice = auth.registered();
        String name = alice.localpart();
        add(name, "employeeNumber: 1" + name);
        assertThat(loggedIn(name).userId()).isEqualTo(alice.userId());
        delete(name);
        add(name, "employeeNumber: 2" + name);

        auth.login(name, SECRET).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void whoIsCalledOtherwiseNowKeepsTheAccount() throws LDAPException {
        String name = someone();
        String user = loggedIn(name).userId();
        delete(name);
        String newName = AuthDriver.freshName();
        add(newName, "employeeNumber: 7" + name);

        assertThat(loggedIn(newName).userId()).isEqualTo(user);
    }

    @Test
    void whoHasNoNumberIsToldThatTheDirectoryDoesNotFit() {
        String name = AuthDriver.freshName();
        add(name, "sn: y");

        auth.login(name, SECRET).isRefused(503, "M_UNKNOWN");
        auth.login(name, "wrong").isRefused(403, "M_FORBIDDEN");

        assertThat(count("account where user_id = '@" + name + ":test.local'")).isZero();
    }
}
