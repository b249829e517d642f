package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.acceptance.accounts.Confirmation.confirmed;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.identityserver.FakeIdentityServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code administrative_contact.yaml}, and what mails prove in {@code registration.yaml} and {@code
 * password_management.yaml}; links in mails are opened in a browser.
 */
@ExtendWith(Stage.class)
class EmailAddressesAcceptanceTest {
    private static final String THREEPIDS = v3("account", "3pid");
    private static final String ADD = v3("account", "3pid", "add");
    private static final String BIND = v3("account", "3pid", "bind");

    private static Browser browser;
    private static Mailbox mailbox;
    private static FakeIdentityServer identityServer;
    private static Homeserver server;

    private final String address = "person-" + UUID.randomUUID() + "@mail.example";
    private Tab tab;
    private MatrixClient anyone;
    private MatrixSession someone;

    @BeforeAll
    static void start(Clients clients, FakeIdentityServer trusted) {
        browser = Browser.open();
        mailbox = new Mailbox();
        identityServer = trusted;
        Map<String, String> settings = mailbox.settings();
        settings.put("GANGLION_RATE_LIMITS", "off");
        settings.put("GANGLION_IDENTITY_SERVERS_TRUSTED", "http://" + trusted.name());
        server = Homeserver.startForBrowsers(clients, settings);
    }

    @AfterAll
    static void stop() {
        server.close();
        mailbox.close();
        browser.close();
    }

    @BeforeEach
    void openTab() {
        tab = new Tab(browser.newPage(), server.url());
        anyone = server.client();
        someone = server.stranger();
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        tab.wasWithoutFault();
        identityServer.tellsTheTruth();
    }

    @Test
    void anAddressIsAddedUsedToLogInAndTakenAwayAgain() {
        JsonObject proof = proven("account/3pid", someone, 1);

        confirmed(someone, "POST", ADD, proof);

        assertThat(addresses()).containsExactly(address);
        assertThat(logIn(Homeserver.PASSWORD).string("user_id")).contains(someone.userId().value());
        assertThat(
                        someone.call("POST", v3("account", "3pid", "delete"), named())
                                .string("id_server_unbind_result"))
                .contains("no-support");
        assertThat(addresses()).isEmpty();
        refused(403, "M_FORBIDDEN", () -> logIn(Homeserver.PASSWORD));
    }

    @Test
    void whatIsNotProvedIsNotAdded() {
        JsonObject begun = requested("account/3pid", someone);

        JsonObject auth = confirmation(begun);
        refused(403, "M_THREEPID_AUTH_FAILED", () -> someone.call("POST", ADD, auth));
        assertThat(addresses()).isEmpty();
        tab.open(mailbox.link(address, 1)).shows("Confirm your email address");
    }

    @Test
    void aForgottenPasswordIsReplacedByWhoReadsTheMails() {
        confirmed(someone, "POST", ADD, proven("account/3pid", someone, 1));

        JsonObject proof = proven("account/password", someone, 2);
        anyone.call(
                "POST",
                v3("account", "password"),
                JsonObject.of("new_password", "a password anew").with("auth", stage(proof)));

        refused(401, "M_UNKNOWN_TOKEN", () -> someone.get(THREEPIDS));
        refused(403, "M_FORBIDDEN", () -> logIn(Homeserver.PASSWORD));
        assertThat(logIn("a password anew").string("user_id")).contains(someone.userId().value());
    }

    @Test
    void somebodyRegistersWithAnAddress() {
        JsonObject proof = proven("register", someone, 1);
        String name = "mail-" + UUID.randomUUID();

        JsonObject answer =
                anyone.call(
                        "POST",
                        v3("register"),
                        JsonObject.builder()
                                .put("username", name)
                                .put("password", Homeserver.PASSWORD)
                                .put("auth", stage(proof))
                                .build());

        assertThat(logIn(Homeserver.PASSWORD).string("user_id"))
                .isEqualTo(answer.string("user_id"));
    }

    @Test
    void anAddressIsPublishedAtATrustedIdentityServerAndAtNoOther() {
        identityServer.answers(
                "/3pid/bind",
                200,
                "{\"medium\": \"email\", \"address\": \"%s\"}".formatted(address));

        assertThat(someone.call("POST", BIND, wish(identityServer.name())))
                .isEqualTo(JsonObject.EMPTY);
        someone.call("POST", THREEPIDS, older(identityServer.name()));
        refused(403, "M_SERVER_NOT_TRUSTED", () -> someone.call("POST", BIND, wish("127.0.0.1:1")));
        refused(
                403,
                "M_SERVER_NOT_TRUSTED",
                () -> someone.call("POST", THREEPIDS, older("127.0.0.1:1")));
        assertThat(
                        someone.call("POST", v3("account", "3pid", "unbind"), named())
                                .string("id_server_unbind_result"))
                .contains("no-support");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        JsonObject none = request().toBuilder().put("email", "nobody").build();

        for (String what : List.of("register", "account/password", "account/3pid")) {
            String path = v3() + "/" + what + "/email/requestToken";
            refused(400, "M_INVALID_PARAM", () -> someone.call("POST", path, none));
            refused(400, "M_MISSING_PARAM", () -> someone.call("POST", path, JsonObject.EMPTY));
        }
        refused(401, "M_MISSING_TOKEN", () -> anyone.get(THREEPIDS));
    }

    /** A proof that was begun by an app and ended on a page, by its link in the newest mail. */
    private JsonObject proven(String what, MatrixSession who, int mails) {
        JsonObject begun = requested(what, who);
        tab.open(mailbox.link(address, mails)).shows("Confirm your email address");
        assertThat(tab.text()).contains(address);
        tab.press("Yes, confirm").shows("Thank you");
        return begun;
    }

    private JsonObject requested(String what, MatrixSession who) {
        JsonObject request = request();
        JsonObject answer = who.call("POST", v3() + "/" + what + "/email/requestToken", request);
        return JsonObject.builder()
                .put("sid", answer.string("sid").orElseThrow())
                .put("client_secret", request.string("client_secret").orElseThrow())
                .build();
    }

    private JsonObject request() {
        return JsonObject.builder()
                .put("email", address)
                .put("client_secret", UUID.randomUUID().toString())
                .put("send_attempt", 1)
                .build();
    }

    private JsonObject confirmation(JsonObject request) {
        String session = Confirmation.asked(() -> someone.call("POST", ADD, request));
        return request.with("auth", Confirmation.password(someone, session, Homeserver.PASSWORD));
    }

    private JsonObject logIn(String password) {
        JsonObject identifier = named().toBuilder().put("type", "m.id.thirdparty").build();
        return anyone.call(
                "POST",
                v3("login"),
                JsonObject.builder()
                        .put("type", "m.login.password")
                        .put("identifier", identifier)
                        .put("password", password)
                        .build());
    }

    private List<String> addresses() {
        return someone.get(THREEPIDS)
                .array("threepids")
                .orElseThrow()
                .objects()
                .map(threepid -> threepid.string("address").orElseThrow())
                .toList();
    }

    private JsonObject named() {
        return JsonObject.builder().put("medium", "email").put("address", address).build();
    }

    private static JsonObject stage(JsonObject proof) {
        return JsonObject.of("type", "m.login.email.identity").with("threepid_creds", proof);
    }

    private static JsonObject older(String identityServer) {
        return JsonObject.EMPTY.with("three_pid_creds", wish(identityServer));
    }

    private static JsonObject wish(String identityServer) {
        return JsonObject.builder()
                .put("sid", "sid")
                .put("client_secret", "secret")
                .put("id_server", identityServer)
                .put("id_access_token", FakeIdentityServer.ACCESS_TOKEN)
                .build();
    }
}
