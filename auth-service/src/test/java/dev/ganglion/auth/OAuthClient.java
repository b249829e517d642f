package dev.ganglion.auth;

import static dev.ganglion.auth.WebBrowser.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.TestTokens;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An app that signs its user in by OAuth. */
final class OAuthClient {
    static final String OAUTH = "/_ganglion/oauth2/";
    static final String CALLBACK = "https://app.example.com/callback";
    static final String WEB =
            """
            {"client_name": "Some App", "client_uri": "https://example.com/",
             "redirect_uris": ["https://app.example.com/callback"],
             "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
             "response_types": ["code"], "token_endpoint_auth_method": "none"}
            """;

    private final WebTestClient web;
    private final TestTokens tokens;
    private final CodeVerifier verifier = new CodeVerifier();
    private final String id;

    private OAuthClient(WebTestClient web, TestTokens tokens, String id) {
        this.web = web;
        this.tokens = tokens;
        this.id = id;
    }

    static OAuthClient registered(WebTestClient web, TestTokens tokens, String metadata) {
        var unregistered = new OAuthClient(web, tokens, "");
        Answer answer = unregistered.register(metadata);
        assertThat(answer.status()).as("the status of %s", answer.body()).isEqualTo(201);
        return new OAuthClient(web, tokens, answer.string("client_id"));
    }

    static String scope(String deviceId) {
        return "urn:matrix:client:api:* urn:matrix:client:device:" + deviceId;
    }

    String id() {
        return id;
    }

    String verifier() {
        return verifier.getValue();
    }

    Answer register(String metadata) {
        var result =
                web.post()
                        .uri(OAUTH + "register")
                        .headers(tokens.forNobody())
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(metadata)
                        .exchange()
                        .expectBody()
                        .returnResult();
        return answer(result.getStatus().value(), result.getResponseBody());
    }

    /** The parameters of a request that is all right. */
    Map<String, String> request(String deviceId) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", id);
        parameters.put("redirect_uri", CALLBACK);
        parameters.put("scope", scope(deviceId));
        parameters.put("state", "state of " + deviceId);
        parameters.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    static String link(Map<String, String> parameters) {
        return OAUTH
                + "authorize?"
                + parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    /** The user allows it; the code that the app is sent. */
    String code(WebBrowser browser, String deviceId) {
        WebBrowser.Shown page = browser.get(link(request(deviceId))).isPage();
        String location =
                browser.submit(OAUTH + "authorize", page, Map.of("decision", "allow")).location();
        return parameter(location, "code");
    }

    Answer exchange(String code) {
        return post("token", exchangeForm(code));
    }

    Map<String, String> exchangeForm(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", id);
        form.put("code", code);
        form.put("redirect_uri", CALLBACK);
        form.put("code_verifier", verifier.getValue());
        return form;
    }

    Answer signedIn(WebBrowser browser, String deviceId) {
        return exchange(code(browser, deviceId)).isOk();
    }

    Answer refresh(String refreshToken) {
        return post(
                "token",
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", id,
                        "refresh_token", refreshToken));
    }

    Answer revoke(String token) {
        return post("revoke", Map.of("token", token, "client_id", id));
    }

    Answer post(String endpoint, Map<String, String> fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        var result =
                web.post()
                        .uri(base -> URI.create(base.build() + OAUTH + endpoint))
                        .headers(tokens.forNobody())
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .bodyValue(form)
                        .exchange()
                        .expectBody()
                        .returnResult();
        return answer(result.getStatus().value(), result.getResponseBody());
    }

    private static Answer answer(int status, byte @org.jspecify.annotations.Nullable [] body) {
        return new Answer(
                status,
                body == null || body.length == 0 ? JsonObject.EMPTY : Json.parseObject(body));
    }

    static String parameter(String location, String name) {
        String query =
                location.substring(Math.max(location.indexOf('?'), location.indexOf('#')) + 1);
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return java.net.URLDecoder.decode(
                        pair.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError("no " + name + " in " + location);
    }
}
