package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v1;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.openid.OpenIdProvider;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code sso_login_redirect.yaml}, with a provider of OpenID Connect and in a browser. */
@ExtendWith(Stage.class)
class SingleSignOnAcceptanceTest {
    private static final String REDIRECT = v3("login", "sso", "redirect");
    private static final String CONTINUE = "Continue to your app?";

    private static Browser browser;
    private static OpenIdProvider provider;
    private static ClientSite unknownClient;
    private static ClientSite trustedClient;
    private static Homeserver server;

    private Tab tab;

    @BeforeAll
    static void start(Clients clients) {
        browser = Browser.open();
        provider = new OpenIdProvider();
        unknownClient = new ClientSite();
        trustedClient = new ClientSite();
        Map<String, String> settings = company(provider);
        settings.put("GANGLION_RATE_LIMITS", "off");
        settings.put("GANGLION_REGISTRATION", "closed");
        settings.put("GANGLION_SSO_CLIENT_ALLOW_LIST", trustedClient.url("/").toString());
        server = Homeserver.startForBrowsers(clients, settings);
        provider.register(server.url().resolve("/_ganglion/sso/company/callback"));
        addPerson("erika");
        addPerson("max");
        addPerson("john");
        addPerson("server");
    }

    @AfterAll
    static void stop() {
        server.close();
        trustedClient.close();
        unknownClient.close();
        provider.close();
        browser.close();
    }

    @BeforeEach
    void openTab() {
        tab = new Tab(browser.newPage(), server.url());
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        tab.wasWithoutFault();
    }

    @Test
    void somebodySignsInAtTheProviderAndIsAskedBeforeTheClientGetsALogin() {
        tab.open(redirect(unknownClient.url("/app?view=home#top")));
        signIn("erika");

        tab.shows(CONTINUE);
        assertThat(tab.pages()).isEqualTo(1);
        assertThat(tab.text())
                .contains("http://localhost:" + unknownClient.url("/").getPort())
                .contains("@erika:");
        tab.follow("Continue").isAt(unknownClient.url("/app?view=home&loginToken="));
        assertThat(tab.address()).endsWith("#top");

        MatrixSession erika = login(tab.address());
        assertThat(erika.get(v3("account", "whoami")).string("user_id"))
                .contains("@erika:" + erika.userId().serverName());
        assertThat(erika.get(v3("account", "whoami")).string("device_id"))
                .contains(erika.deviceId().value());
        refused(403, "M_FORBIDDEN", () -> login(tab.address()));
    }

    @Test
    void theSamePersonIsTheSameUserAgainAndATrustedClientGetsTheLoginAtOnce() {
        UserId first = loggedIn("max").userId();

        MatrixSession again = loggedIn("max");

        assertThat(again.userId()).isEqualTo(first);
        assertThat(again.get(v3("devices")).array("devices").orElseThrow().objects()).hasSize(2);
    }

    @Test
    void whoIsRefusedByTheProviderGetsNowhere() {
        tab.open(redirect(home()));

        tab.shows("Who are you?")
                .type("Staff name", "erika")
                .type("Staff password", "a guess")
                .press("Sign in");

        assertThat(tab.text()).contains("Wrong password");
        signIn("erika");
        tab.isAt(trustedClient.url("/?loginToken="));
    }

    @Test
    void whoseNameIsNotFreeChoosesAnother() {
        tab.open(redirect(home()));
        signIn("server");

        tab.shows("Choose your name on this server").type("Name", "ser ver").press("Continue");
        assertThat(tab.takeComplaints()).as("a 400, as browsers tell it").hasSize(1);
        tab.shows("Choose your name on this server").type("Name", "serena").press("Continue");
        tab.shows(CONTINUE);
        assertThat(tab.text()).contains("@serena:");
        tab.follow("Continue").isAt(trustedClient.url("/?loginToken="));

        assertThat(login(tab.address()).userId().localpart()).isEqualTo("serena");
    }

    @Test
    void anotherBrowserCannotGoOnWhereThisOneBegan() {
        tab.open(redirect(unknownClient.url("/")));
        signIn("erika");
        String link = tab.shows(CONTINUE).page().getByText("Continue").last().getAttribute("href");
        Tab other = new Tab(browser.newPage(), server.url());

        other.open(server.url().resolve(link)).shows("That did not work");

        assertThat(other.takeComplaints()).as("a 403, as browsers tell it").hasSize(1);
        other.wasWithoutFault();
        tab.follow("Continue").isAt(unknownClient.url("/?loginToken="));
    }

    @Test
    void w01NoPageIsShownInAFrameOfAnotherSite() {
        tab.open(redirect(unknownClient.url("/")));
        signIn("erika");
        tab.shows(CONTINUE);
        Tab framing = new Tab(tab.page().context().newPage(), server.url());
        try (ClientSite evil = new ClientSite()) {
            evil.show("<iframe src=\"%s\"></iframe>".formatted(tab.address()));

            framing.open(evil.url("/"));

            framing.page().waitForCondition(() -> framing.complaints().contains("frame-ancestors"));
            assertThat(framing.page().frames()).hasSize(2);
            assertThat(framing.page().frames().getLast().url()).doesNotStartWith("http");
        }
    }

    @Test
    void clientsLearnOfTheProviderAndSendTheirUsersThere() {
        assertThat(server.client().get(v3("login")).toString())
                .contains("m.login.sso", "m.login.token", "Example Company");

        for (String path : List.of(path("", home()), path("/company", home()))) {
            assertThat(redirected(path)).isEqualTo(302);
            tab.open(server.url().resolve(path)).shows("Who are you?");
            assertThat(tab.address()).startsWith(provider.issuer("company") + "/authorize?");
        }
    }

    @Test
    void nobodyRegistersBesidesThePeopleOfTheProvider() {
        String validity = v1("register", "m.login.registration_token", "validity");
        JsonObject request =
                JsonObject.builder().put("username", "jane").put("password", "password").build();

        refused(403, "M_FORBIDDEN", () -> server.client().get(validity + "?token=x"));
        refused(403, "M_FORBIDDEN", () -> server.client().call("POST", v3("register"), request));
        assertThat(loggedIn("john").userId().localpart()).isEqualTo("john");
    }

    @Test
    void aLinkThatIsNoGoodIsToldAsAPage() {
        List<String> links =
                List.of(
                        path("/unknown", home()),
                        path("", URI.create("javascript:alert(1)")),
                        REDIRECT,
                        "/_ganglion/sso/company/callback?state=none&code=none");
        for (String link : links) {
            tab.open(server.url().resolve(link)).shows("That did not work");
            assertThat(tab.takeComplaints()).as("a 4xx, as browsers tell it").hasSize(1);
        }
    }

    private static URI home() {
        return trustedClient.url("/");
    }

    private static int redirected(String path) {
        return catchThrowableOfType(MatrixError.class, () -> server.client().get(path)).status();
    }

    /** For a homeserver whose people are those of that provider. */
    static Map<String, String> company(OpenIdProvider provider) {
        Map<String, String> settings = new HashMap<>();
        settings.put("GANGLION_SSO_PROVIDERS_0_ID", "company");
        settings.put("GANGLION_SSO_PROVIDERS_0_NAME", "Example Company");
        settings.put("GANGLION_SSO_PROVIDERS_0_ISSUER", provider.issuer("company"));
        settings.put("GANGLION_SSO_PROVIDERS_0_CLIENT_ID", OpenIdProvider.CLIENT);
        settings.put("GANGLION_SSO_PROVIDERS_0_CLIENT_SECRET", OpenIdProvider.SECRET);
        settings.put("GANGLION_SSO_PROVIDERS_0_LOCALPART", "{preferred_username}");
        return settings;
    }

    private MatrixSession loggedIn(String name) {
        tab.page().context().clearCookies();
        tab.open(redirect(home()));
        signIn(name);
        return login(tab.isAt(trustedClient.url("/?loginToken=")).address());
    }

    private void signIn(String name) {
        tab.shows("Who are you?")
                .type("Staff name", name)
                .type("Staff password", "the password of " + name)
                .press("Sign in");
    }

    /** What a client does with the address that its user came back with. */
    private static MatrixSession login(String address) {
        JsonObject answer =
                server.client()
                        .call(
                                "POST",
                                v3("login"),
                                JsonObject.builder()
                                        .put("type", "m.login.token")
                                        .put("token", ClientSite.parameter(address, "loginToken"))
                                        .build());
        return server.client()
                .resume(
                        UserId.parse(answer.string("user_id").orElseThrow()),
                        new DeviceId(answer.string("device_id").orElseThrow()),
                        answer.string("access_token").orElseThrow());
    }

    private static void addPerson(String name) {
        provider.addPerson(
                name,
                "the password of " + name,
                Map.of("sub", "subject of " + name, "preferred_username", name));
    }

    private static URI redirect(URI client) {
        return server.url().resolve(path("", client));
    }

    private static String path(String idp, URI client) {
        return REDIRECT
                + idp
                + "?redirectUrl="
                + URLEncoder.encode(client.toString(), StandardCharsets.UTF_8);
    }
}
