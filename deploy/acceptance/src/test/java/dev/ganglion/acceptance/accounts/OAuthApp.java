package dev.ganglion.acceptance.accounts;

import static java.util.stream.Collectors.joining;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An app that signs its user in by OAuth 2.0, in so far as it does that without a browser. It finds
 * everything by the server's metadata.
 */
final class OAuthApp {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Homeserver server;
    private final JsonObject metadata;
    private final String redirectUri;
    private final String clientId;
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();

    /** Registers itself. */
    OAuthApp(Homeserver server, String redirectUri, String metadataOfIt) {
        this.server = server;
        this.redirectUri = redirectUri;
        this.metadata = server.client().get("/_matrix/client/v1/auth_metadata");
        HttpRequest registration =
                HttpRequest.newBuilder(endpoint("registration_endpoint"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(metadataOfIt))
                        .build();
        this.clientId = send(registration).string("client_id").orElseThrow();
    }

    /** Where it sends its user's browser. */
    URI authorization(String device, String state) {
        Map<String, String> request = new TreeMap<>();
        request.put("response_type", "code");
        request.put("client_id", clientId);
        request.put("redirect_uri", redirectUri);
        request.put("scope", scope(device));
        request.put("state", state);
        request.put("code_challenge_method", "S256");
        request.put("code_challenge", UnpaddedBase64.encodeUrlSafe(Sha256.of(verifier)));
        return URI.create(told("authorization_endpoint") + "?" + form(request));
    }

    URI account(String action) {
        return URI.create(told("account_management_uri") + "?action=" + action);
    }

    /** Tokens, or an error. */
    JsonObject exchange(String code) {
        return token(
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", redirectUri,
                        "code_verifier", verifier));
    }

    /** Tokens, or an error. */
    JsonObject refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    void revoke(String token) {
        post("revocation_endpoint", Map.of("token", token));
    }

    /** What a device without a browser shows to its user. */
    JsonObject beginOnDevice(String device) {
        return post("device_authorization_endpoint", Map.of("scope", scope(device)));
    }

    /** Tokens, or an error. */
    JsonObject poll(String deviceCode) {
        return token(Map.of("grant_type", DEVICE_GRANT, "device_code", deviceCode));
    }

    /** Uses the access token that was issued. */
    MatrixSession session(UserId user, String device, JsonObject issued) {
        return server.client()
                .resume(
                        user,
                        new DeviceId(device),
                        issued.string("access_token")
                                .orElseThrow(() -> new AssertionError(issued.toString())));
    }

    private JsonObject token(Map<String, String> fields) {
        return post("token_endpoint", fields);
    }

    private JsonObject post(String endpoint, Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("client_id", clientId);
        return send(
                HttpRequest.newBuilder(endpoint(endpoint))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(all)))
                        .build());
    }

    /** Where the server itself is, whatever browsers call it. */
    private URI endpoint(String name) {
        return server.url().resolve(URI.create(told(name)).getPath());
    }

    private String told(String name) {
        return metadata.string(name).orElseThrow();
    }

    private static String scope(String device) {
        return "urn:matrix:client:api:* urn:matrix:client:device:" + device;
    }

    private static JsonObject send(HttpRequest request) {
        try {
            String body = HTTP.send(request, BodyHandlers.ofString()).body();
            return body.isEmpty() ? JsonObject.EMPTY : Json.parseObject(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(
                        field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                .collect(joining("&"));
    }
}
