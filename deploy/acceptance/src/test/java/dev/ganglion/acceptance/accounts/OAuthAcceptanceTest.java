package dev.ganglion.acceptance.accounts;

import static dev.ganglion.acceptance.Refusal.refused;
import static dev.ganglion.testing.client.Paths.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.acceptance.Clients;
import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code oauth_server_metadata.yaml}, and how an app signs its user in by a browser. */
@ExtendWith(Stage.class)
class OAuthAcceptanceTest {
    private static final String METADATA = "/_matrix/client/v1/auth_metadata";
    private static final String OAUTH = "/_ganglion/oauth2/";
    private static final String CALLBACK = "https://app.example.com/callback";
    private static final String PASSWORD = "the password of them all";

    /** Of RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private static Homeserver server;

    private final Homeserver plain;
    private final HttpClient browser =
            HttpClient.newBuilder()
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    OAuthAcceptanceTest(Homeserver plain) {
        this.plain = plain;
    }

    @BeforeAll
    static void startServer(Clients clients) {
        server =
                Homeserver.start(
                        clients,
                        Map.of(
                                "GANGLION_RATE_LIMITS", "off",
                                "GANGLION_PUBLIC_BASE_URL", "http://localhost:8008"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aServerThatDoesNotKnowItsAddressHasNoOAuth() {
        refused(404, "M_UNRECOGNIZED", () -> plain.client().get(METADATA));
    }

    @Test
    void anAppSignsItsUserInByABrowserAndOutAgain() {
        assertThat(server.client().get(METADATA).string("token_endpoint"))
                .contains("http://localhost:8008/_ganglion/oauth2/token");
        String name = "oauth-" + UUID.randomUUID();
        MatrixSession user = server.client().register(name, PASSWORD);
        String client = registered();
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", client);
        request.put("redirect_uri", CALLBACK);
        request.put("scope", "urn:matrix:client:api:* urn:matrix:client:device:BROWSERDEVICE");
        request.put("state", "s");
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");

        String signIn = location(get(OAUTH + "authorize?" + form(request)));
        HttpResponse<String> asked = get(path(signIn));
        String back =
                location(
                        submit(
                                "/_ganglion/sign-in",
                                asked,
                                Map.of("user", name, "password", PASSWORD)));
        HttpResponse<String> consent = get(path(back));
        assertThat(consent.body()).contains("Some App", "BROWSERDEVICE", user.userId().value());
        String answer = location(submit(OAUTH + "authorize", consent, Map.of("decision", "allow")));
        assertThat(answer).startsWith(CALLBACK + "?");

        JsonObject issued =
                Json.parseObject(
                        post(
                                        OAUTH + "token",
                                        Map.of(
                                                "grant_type", "authorization_code",
                                                "client_id", client,
                                                "code", parameter(answer, "code"),
                                                "redirect_uri", CALLBACK,
                                                "code_verifier", VERIFIER))
                                .body());
        String token = issued.string("access_token").orElseThrow();
        MatrixSession app =
                server.client().resume(user.userId(), new DeviceId("BROWSERDEVICE"), token);
        assertThat(app.get(v3("account", "whoami")).string("device_id")).contains("BROWSERDEVICE");

        post(OAUTH + "revoke", Map.of("client_id", client, "token", token));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () ->
                                refused(
                                        401,
                                        "M_UNKNOWN_TOKEN",
                                        () -> app.get(v3("account", "whoami"))));
    }

    private String registered() {
        HttpRequest request =
                HttpRequest.newBuilder(server.url().resolve(OAUTH + "register"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        """
                                        {"client_name": "Some App", "client_uri": "https://example.com/",
                                         "redirect_uris": ["https://app.example.com/callback"],
                                         "grant_types": ["authorization_code", "refresh_token"]}
                                        """))
                        .build();
        HttpResponse<String> answer = send(request);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        return Json.parseObject(answer.body()).string("client_id").orElseThrow();
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(server.url().resolve(path)).build());
    }

    private HttpResponse<String> submit(
            String path, HttpResponse<String> page, Map<String, String> typed) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            fields.put(
                    hidden.group(1), hidden.group(2).replace("&amp;", "&").replace("&#x3D;", "="));
        }
        fields.putAll(typed);
        return post(path, fields);
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) {
        return send(
                HttpRequest.newBuilder(server.url().resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** This server is at another port than the one that it tells browsers. */
    private static String path(String location) {
        URI uri = URI.create(location);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(
                        field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String parameter(String location, String name) {
        Matcher parameter = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(location);
        assertThat(parameter.find()).isTrue();
        return URLDecoder.decode(parameter.group(1), StandardCharsets.UTF_8);
    }
}
