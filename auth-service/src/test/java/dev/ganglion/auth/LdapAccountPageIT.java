package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import java.util.Map;

/** The pages of an account whose password a directory keeps. */
@TestPropertySource(properties = "ganglion.public-base-url=" + WebBrowser.ORIGIN)
class LdapAccountPageIT extends LdapServiceIT {
    private static final String ACCOUNT = "/_ganglion/account";
    private static final String DEACTIVATION = ACCOUNT + "?action=org.matrix.account_deactivate";

    private final String name = someone();
    private final String userId = "@" + name + ":test.local";
    private WebBrowser pages;

    @BeforeEach
    void signIn() {
        pages = new WebBrowser(web, tokens).signedIn(name, SECRET);
    }

    private WebBrowser.Shown deactivated(Map<String, String> more) {
        WebBrowser.Shown page = pages.get(DEACTIVATION).isPage();
        Map<String, String> fields = page.hidden();
        fields.put("confirmation", userId);
        fields.putAll(more);
        return pages.post(ACCOUNT + "/deactivate", fields);
    }

    @Test
    void a05ToEndTheAccountTakesThePasswordOfTheDirectory() {
        assertThat(pages.get(DEACTIVATION).isPage().html()).contains("name=\"password\"");

        assertThat(deactivated(Map.of()).status()).as("without a password").isEqualTo(400);
        assertThat(deactivated(Map.of("password", "wrong")).status()).isEqualTo(403);
        loggedIn(name);
        deactivated(Map.of("password", SECRET)).isPage();

        auth.login(name, SECRET).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void a16WhoeverElseTheDirectoryFindsByTheNameProvesNothing() throws LDAPException {
        DIRECTORY.delete("uid=" + name + ",ou=people,dc=example,dc=org");
        String other = AuthDriver.freshName();
        add(other, "employeeNumber: " + name);

        assertThat(deactivated(Map.of("password", SECRET)).status()).isEqualTo(403);

        pages.get(ACCOUNT).isPage();
        assertThat(loggedIn(other).userId()).isEqualTo("@" + other + ":test.local");
    }

    @Test
    void thePasswordOfTheDirectoryIsNotChangedHere() {
        WebBrowser.Shown page = pages.get(ACCOUNT).isPage();
        assertThat(page.html()).doesNotContain("Change your password");

        String changed = "another long password";
        WebBrowser.Shown refused =
                pages.submit(
                        ACCOUNT + "/password",
                        page,
                        Map.of(
                                "password", SECRET,
                                "new_password", changed,
                                "new_password_again", changed));

        assertThat(refused.status()).as(refused.html()).isEqualTo(403);
        assertThat(
                        count(
                                "account where user_id = '%s' and password_hash is null"
                                        .formatted(userId)))
                .isOne();
    }
}
