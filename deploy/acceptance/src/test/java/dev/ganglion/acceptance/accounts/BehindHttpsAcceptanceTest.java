package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.accounts.ClientSite.parameter;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.openid.OpenIdProvider;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The pages as most people see them: by HTTPS, where browsers are stricter with cookies. */
@ExtendWith(Stage.class)
class BehindHttpsAcceptanceTest {
    private static final URI HOMESERVER = URI.create("https://matrix.example.org");
    private static final URI CLIENT = URI.create("https://app.example.net/");

    @TempDir private static Path folder;
    private static OpenIdProvider provider;
    private static ClientSite site;
    private static Homeserver server;
    private static HttpsFront front;
    private static Browser browser;

    private Tab tab;

    @BeforeAll
    static void start(Clients clients) throws Exception {
        provider = new OpenIdProvider();
        provider.register(HOMESERVER.resolve("/_ganglion/sso/company/callback"));
        provider.addPerson(
                "erika",
                "the password of erika",
                Map.of("sub", "subject of erika", "preferred_username", "erika"));
        site = new ClientSite();
        Map<String, String> settings = SingleSignOnAcceptanceTest.company(provider);
        settings.put("GANGLION_RATE_LIMITS", "off");
        settings.put("GANGLION_PUBLIC_BASE_URL", HOMESERVER.toString());
        server = Homeserver.start(clients, settings);
        front =
                new HttpsFront(
                        Map.of(HOMESERVER.getHost(), server.url(), CLIENT.getHost(), site.url("/")),
                        folder);
        browser = Browser.openBehind(front);
    }

    @AfterAll
    static void stop() {
        browser.close();
        front.close();
        server.close();
        site.close();
        provider.close();
    }

    @BeforeEach
    void openTab() {
        tab = new Tab(browser.newPage(), HOMESERVER);
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        tab.wasWithoutFault();
        assertThat(tab.pages()).as("pages of the homeserver").isPositive();
    }

    @Test
    void aWebClientSignsItsUserIn() {
        MatrixSession user = server.stranger();
        OAuthApp app =
                new OAuthApp(
                        server,
                        CLIENT.resolve("/callback").toString(),
                        """
                        {"client_name": "Web App", "client_uri": "https://app.example.net/",
                         "redirect_uris": ["https://app.example.net/callback"]}
                        """);

        tab.open(app.authorization("WEBDEVICE", "web"))
                .shows("Sign in")
                .type("User name", user.userId().localpart())
                .type("Password", Homeserver.PASSWORD)
                .press("Sign in");
        tab.shows("Sign in to Web App?").press("Sign in").isAt(CLIENT.resolve("/callback?"));

        assertThat(parameter(tab.address(), "iss")).isEqualTo(HOMESERVER + "/");
        JsonObject issued = app.exchange(parameter(tab.address(), "code"));
        assertThat(
                        app.session(user.userId(), "WEBDEVICE", issued)
                                .get(v3("account", "whoami"))
                                .string("device_id"))
                .contains("WEBDEVICE");
        assertThat(cookies()).hasSize(2).allSatisfy(BehindHttpsAcceptanceTest::isOfTheHostAlone);
    }

    @Test
    void somebodyComesBackFromTheProvider() {
        tab.open(
                HOMESERVER.resolve(
                        v3("login", "sso", "redirect")
                                + "?redirectUrl="
                                + URLEncoder.encode(CLIENT.toString(), StandardCharsets.UTF_8)));
        tab.shows("Who are you?")
                .type("Staff name", "erika")
                .type("Staff password", "the password of erika")
                .press("Sign in");

        tab.shows("Continue to your app?");
        assertThat(tab.text()).contains("https://app.example.net", "@erika:");
        tab.follow("Continue").isAt(CLIENT.resolve("/?loginToken="));

        assertThat(cookies())
                .singleElement()
                .satisfies(BehindHttpsAcceptanceTest::isOfTheHostAlone);
        JsonObject login =
                JsonObject.builder()
                        .put("type", "m.login.token")
                        .put("token", parameter(tab.address(), "loginToken"))
                        .build();
        assertThat(server.client().call("POST", v3("login"), login).string("user_id").orElseThrow())
                .startsWith("@erika:");
    }

    private List<Cookie> cookies() {
        return tab.page().context().cookies(HOMESERVER.toString());
    }

    /** Browsers take a cookie of such a name only by HTTPS and from the host itself. */
    private static void isOfTheHostAlone(Cookie cookie) {
        assertThat(cookie.name).startsWith("__Host-");
        assertThat(cookie.secure).isTrue();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
    }
}
