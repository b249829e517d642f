package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.Locale;
import java.util.Map;

/** The page to sign in on takes email addresses, by the rules of the login. */
class EmailSignInIT extends EmailServiceIT {
    private static final String SIGN_IN = "/_ganglion/sign-in";

    @Autowired private MeterRegistry meters;

    private WebBrowser.Shown signIn(String typed, String password) {
        WebBrowser pages = new WebBrowser(web, tokens);
        return pages.submit(
                SIGN_IN, pages.get(SIGN_IN).isPage(), Map.of("user", typed, "password", password));
    }

    @Test
    void whoeverHasAnAddressSignsInByIt() {
        String address = freshAddress();
        String user = registered(address).userId();
        WebBrowser pages = new WebBrowser(web, tokens);
        assertThat(pages.get(SIGN_IN).isPage().html()).contains("User name or email address");

        pages.signedIn(" " + address.toUpperCase(Locale.ROOT) + " ", PASSWORD);

        assertThat(pages.get("/_ganglion/account").isPage().html()).contains(user);
    }

    @Test
    void a06ThePageDoesNotTellWhetherSomebodyHasAnAddress() {
        String address = freshAddress();
        registered(address);

        long before = hashes();
        WebBrowser.Shown known = signIn(address, "wrong");
        WebBrowser.Shown unknown = signIn(freshAddress(), "wrong");
        WebBrowser.Shown impossible = signIn("a@b@c", "wrong");

        assertThat(hashes() - before).as("hashes for three wrong passwords").isEqualTo(3);
        assertThat(known.status()).isEqualTo(403);
        assertThat(skeleton(unknown)).isEqualTo(skeleton(known));
        assertThat(skeleton(impossible)).isEqualTo(skeleton(known));
    }

    private long hashes() {
        return meters.get("ganglion.password.hash.duration").timer().count();
    }

    private static String skeleton(WebBrowser.Shown page) {
        return page.status() + page.html().replaceAll("value=\"[^\"]*\"", "value");
    }

    @Test
    void a07WrongPasswordsAreCountedForTheAddressTogetherWithThoseOfTheLogin() {
        String address = freshAddress();
        String user = registered(address).userId();

        for (int i = 0; i < 5; i++) {
            assertThat(signIn(address, "wrong").status()).isEqualTo(403);
            loginBy(address, "wrong").isRefused(403, "M_FORBIDDEN");
        }

        assertThat(signIn(address, PASSWORD).status()).isEqualTo(429);
        loginBy(address, PASSWORD).isRefused(429, "M_LIMIT_EXCEEDED");
        assertThat(signIn(user, PASSWORD).status()).as("by the name").isEqualTo(303);
    }

    @Test
    void a07AnAddressThatNobodyHasIsLockedAlike() {
        String address = freshAddress();

        for (int i = 0; i < 10; i++) {
            assertThat(signIn(address, "wrong").status()).isEqualTo(403);
        }

        assertThat(signIn(address, PASSWORD).status()).isEqualTo(429);
    }
}
