package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.ClientSite.parameter;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The pages on which people sign in apps and look after their account, in a browser. */
@ExtendWith(Stage.class)
class OAuthPagesAcceptanceTest {
    private static final String PASSWORD = "the password of the pages";
    private static final String CONSENT = "Sign in to Some App?";
    private static final String WHOAMI = v3("account", "whoami");

    private static Browser browser;
    private static ClientSite site;
    private static Homeserver server;
    private static OAuthApp app;

    private Tab tab;
    private MatrixSession user;

    @BeforeAll
    static void start(Clients clients) {
        browser = Browser.open();
        site = new ClientSite();
        server = Homeserver.startForBrowsers(clients, Map.of("GANGLION_RATE_LIMITS", "off"));
        app =
                new OAuthApp(
                        server,
                        site.url("/callback").toString(),
                        """
                        {"client_name": "Some App", "client_uri": "https://example.com/",
                         "application_type": "native",
                         "redirect_uris": ["http://localhost/callback"],
                         "grant_types": ["authorization_code", "refresh_token",
                                         "urn:ietf:params:oauth:grant-type:device_code"]}
                        """);
    }

    @AfterAll
    static void stop() {
        server.close();
        site.close();
        browser.close();
    }

    @BeforeEach
    void openTab() {
        tab = new Tab(browser.newPage(), server.url());
        user = registered();
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        tab.wasWithoutFault();
        assertThat(tab.pages()).as("pages of the homeserver").isPositive();
    }

    @Test
    void anAppSignsItsUserInRefreshesAndSignsOut() {
        String device = device();
        tab.open(app.authorization(device, "some state"));
        signIn(user);
        tab.shows(CONSENT);
        assertThat(tab.text()).contains(device, user.userId().value(), "localhost", "example.com");

        JsonObject issued = app.exchange(allowed("some state"));
        MatrixSession session = app.session(user.userId(), device, issued);
        assertThat(session.get(WHOAMI).string("device_id")).contains(device);
        assertThat(session.get(WHOAMI).string("user_id")).contains(user.userId().value());

        JsonObject renewed = app.refresh(issued.string("refresh_token").orElseThrow());
        MatrixSession later = app.session(user.userId(), device, renewed);
        assertThat(later.accessToken()).isNotEqualTo(session.accessToken());
        assertThat(later.get(WHOAMI).string("device_id")).contains(device);

        app.revoke(renewed.string("refresh_token").orElseThrow());
        isSignedOut(later);
        refused(404, "M_NOT_FOUND", () -> user.get(v3("devices", device)));
        assertThat(user.get(WHOAMI).string("user_id")).contains(user.userId().value());
    }

    @Test
    void whoeverIsSignedInIsAskedAgainForAnotherDeviceAndACodeIsGoodOnce() {
        String first = device();
        String second = device();
        tab.open(app.authorization(first, "1"));
        signIn(user);
        String code = allowed("1");
        MatrixSession session = app.session(user.userId(), first, app.exchange(code));

        tab.open(app.authorization(second, "2")).shows(CONSENT);
        assertThat(tab.text()).contains(second);
        app.session(user.userId(), second, app.exchange(allowed("2"))).get(WHOAMI);

        assertThat(app.exchange(code).string("error")).contains("invalid_grant");
        isSignedOut(session);
    }

    @Test
    void whoCancelsIsSentBackWithoutACode() {
        tab.open(app.authorization(device(), "no"));
        signIn(user);

        tab.shows(CONSENT).press("Cancel").isAt(site.url("/callback?"));

        assertThat(parameter(tab.address(), "error")).isEqualTo("access_denied");
        assertThat(parameter(tab.address(), "state")).isEqualTo("no");
        assertThat(tab.address()).doesNotContain("code=");
    }

    @Test
    void somebodyElseSignsInInTheSamePlace() {
        MatrixSession other = registered();
        String device = device();
        tab.open(app.authorization(device, "switch"));
        signIn(user);

        tab.shows(CONSENT).press("I am somebody else");
        signIn(other);
        tab.shows(CONSENT);

        assertThat(tab.text())
                .contains(other.userId().value())
                .doesNotContain(user.userId().value());
        MatrixSession session =
                app.session(other.userId(), device, app.exchange(allowed("switch")));
        assertThat(session.get(WHOAMI).string("user_id")).contains(other.userId().value());
    }

    @Test
    void aWrongPasswordIsToldAndTheRightOneGoesOn() {
        tab.open(app.authorization(device(), "again"));

        tab.shows("Sign in")
                .type("User name", user.userId().localpart())
                .type("Password", "a guess")
                .press("Sign in");
        tab.page().getByText("Wrong name or password.").waitFor();
        assertThat(tab.takeComplaints()).as("a 403, as browsers tell it").hasSize(1);
        tab.type("Password", PASSWORD).press("Sign in");

        tab.shows(CONSENT);
    }

    @Test
    void aDeviceWithoutABrowserIsSignedInByTheCodeThatItShows() {
        String device = device();
        JsonObject waiting = app.beginOnDevice(device);
        String code = waiting.string("user_code").orElseThrow();
        tab.open(URI.create(waiting.string("verification_uri").orElseThrow()));
        signIn(user);

        tab.shows("Sign in a device").type("Code", code).press("Continue");
        tab.shows("Sign in Some App on another device?");
        assertThat(tab.text()).contains(code, device, user.userId().value());
        tab.press("Sign in").shows("Done");

        JsonObject issued = app.poll(waiting.string("device_code").orElseThrow());
        MatrixSession session = app.session(user.userId(), device, issued);
        assertThat(session.get(WHOAMI).string("device_id")).contains(device);
    }

    @Test
    void aDeviceWhoseUserCancelsIsToldSo() {
        JsonObject waiting = app.beginOnDevice(device());
        tab.open(URI.create(waiting.string("verification_uri_complete").orElseThrow()));
        signIn(user);

        tab.shows("Sign in a device").press("Continue");
        tab.shows("Sign in Some App on another device?").press("Cancel").shows("Done");

        assertThat(app.poll(waiting.string("device_code").orElseThrow()).string("error"))
                .contains("access_denied");
    }

    @Test
    void theAccountPageListsDevicesAndSignsOneOut() {
        MatrixSession lost = server.client().login(user.userId().localpart(), PASSWORD);
        tab.open(app.account("org.matrix.devices_list"));
        signIn(user);
        tab.shows("Where you are signed in");
        assertThat(tab.text()).contains(lost.deviceId().value(), user.deviceId().value());

        tab.press("Sign out " + lost.deviceId()).shows("Done");

        isSignedOut(lost);
        assertThat(user.get(WHOAMI).string("user_id")).contains(user.userId().value());
        tab.follow("Your account").shows("Your account").follow("Where you are signed in");
        tab.shows("Where you are signed in");
        assertThat(tab.text()).doesNotContain(lost.deviceId().value());
    }

    @Test
    void aPasswordIsChangedOnTheAccountPageAndEverythingIsSignedOut() {
        tab.open(URI.create(server.url() + "/_ganglion/account"));
        signIn(user);

        tab.shows("Your account")
                .type("Your password now", PASSWORD)
                .type("New password", "another password of the pages")
                .type("New password again", "another password of the pages")
                .press("Change the password")
                .shows("Done");

        isSignedOut(user);
        String name = user.userId().localpart();
        refused(403, "M_FORBIDDEN", () -> server.client().login(name, PASSWORD));
        assertThat(server.client().login(name, "another password of the pages").userId())
                .isEqualTo(user.userId());
    }

    @Test
    void whoSignsOutOfTheBrowserHasToSignInAgain() {
        tab.open(app.account(""));
        signIn(user);

        tab.shows("Your account").press("Sign out of this browser").shows("Sign in");

        tab.open(app.account("")).shows("Sign in");
        assertThat(user.get(WHOAMI).string("user_id")).contains(user.userId().value());
    }

    /** Says yes, and answers the code that the app gets. */
    private String allowed(String state) {
        tab.shows(CONSENT).press("Sign in").isAt(site.url("/callback?"));
        assertThat(parameter(tab.address(), "state")).isEqualTo(state);
        assertThat(parameter(tab.address(), "iss")).isEqualTo(server.url() + "/");
        return parameter(tab.address(), "code");
    }

    private void signIn(MatrixSession who) {
        tab.shows("Sign in")
                .type("User name", who.userId().localpart())
                .type("Password", PASSWORD)
                .press("Sign in");
    }

    private static void isSignedOut(MatrixSession session) {
        await().until(
                        () -> refusal(session),
                        refusal -> refusal.equals(Optional.of("401 M_UNKNOWN_TOKEN")));
    }

    private static Optional<String> refusal(MatrixSession session) {
        try {
            session.get(WHOAMI);
            return Optional.empty();
        } catch (MatrixError e) {
            return Optional.of(e.status() + " " + e.errcode());
        }
    }

    private static MatrixSession registered() {
        return server.client().register("page-" + UUID.randomUUID(), PASSWORD);
    }

    private static String device() {
        return UUID.randomUUID().toString().substring(0, 13);
    }
}
