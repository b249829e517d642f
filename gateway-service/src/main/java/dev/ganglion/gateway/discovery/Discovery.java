package dev.ganglion.gateway.discovery;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the gateway's own endpoints: fixed bytes, made once. */
@Component
public class Discovery {
    /**
     * Up to the version that makes clients fetch media with their access token; without it they use
     * endpoints that need none. Later versions switch on what is not all here, such as registering
     * by OAuth 2.0 (v1.15). Of these, push gateways and other endpoints are still to come, but the
     * list has no gaps: clients take the highest version to include the lower ones, and without
     * v1.4 they send no private read receipts.
     */
    private static final List<String> VERSIONS =
            List.of(
                    "v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9", "v1.10",
                    "v1.11");

    /**
     * What is served under unstable names; settings may say otherwise. MSC4140: delayed events,
     * MSC4186: simplified sliding sync, MSC2666: mutual rooms, MSC4308: thread subscriptions in
     * sliding sync. MSC4306 itself is not promised before its push rules are there: nobody who
     * unsubscribes from a thread would be left alone.
     */
    private static final Map<String, JsonValue> UNSTABLE_FEATURES =
            Map.of(
                    "org.matrix.msc4140", JsonBoolean.of(true),
                    "org.matrix.msc4308", JsonBoolean.of(true),
                    "org.matrix.simplified_msc3575", JsonBoolean.of(true),
                    "uk.half-shot.msc2666.query_mutual_rooms", JsonBoolean.of(true));

    /** MSC4143, where clients look that do not ask the server for its transports. */
    private static final String RTC_FOCI = "org.matrix.msc4143.rtc_foci";

    private final Map<String, byte[]> answers = new HashMap<>();

    Discovery(DiscoverySettings settings, RtcSettings rtc) {
        put("/_matrix/client/versions", Optional.of(versions(settings)));
        put("/.well-known/matrix/client", client(settings, rtc));
        put(
                "/.well-known/matrix/server",
                settings.server().map(name -> object("m.server", new JsonString(name))));
        put("/.well-known/matrix/support", support(settings));
        put(
                "/.well-known/matrix/policy_server",
                settings.policyServerKey()
                        .map(key -> object("ed25519", new JsonString(key)))
                        .map(keys -> object("public_keys", keys)));
    }

    /** What is not set up is not found. */
    public Mono<Void> answer(ServerWebExchange exchange, String path) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return Mono.error(MatrixException.wrongMethod());
        }
        byte[] body = answers.get(path);
        if (body == null) {
            return Mono.error(MatrixException.notFound("This server publishes no such file"));
        }
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.OK);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private void put(String path, Optional<JsonObject> answer) {
        answer.ifPresent(json -> answers.put(path, CanonicalJson.encode(json)));
    }

    private static JsonObject versions(DiscoverySettings settings) {
        Map<String, JsonValue> features = new HashMap<>(UNSTABLE_FEATURES);
        settings.unstableFeatures().forEach((name, has) -> features.put(name, JsonBoolean.of(has)));
        return object("versions", JsonArray.ofStrings(VERSIONS))
                .with("unstable_features", JsonObject.of(features));
    }

    private static Optional<JsonObject> client(DiscoverySettings settings, RtcSettings rtc) {
        Optional<JsonObject> homeserver =
                settings.client().map(url -> object("m.homeserver", baseUrl(url)));
        return homeserver
                .map(
                        json ->
                                settings.identityServer()
                                        .map(url -> json.with("m.identity_server", baseUrl(url)))
                                        .orElse(json))
                .map(
                        json ->
                                rtc.serviceUrl()
                                        .map(url -> json.with(RTC_FOCI, livekit(url)))
                                        .orElse(json));
    }

    /** As auth-service tells it too: clients add paths to it. */
    private static JsonArray livekit(URI url) {
        return new JsonArray(
                List.of(
                        JsonObject.builder()
                                .put("type", "livekit")
                                .put("livekit_service_url", url.toString().replaceFirst("/+$", ""))
                                .build()));
    }

    private static Optional<JsonObject> support(DiscoverySettings settings) {
        Optional<JsonObject> page =
                settings.supportPage()
                        .map(url -> object("support_page", new JsonString(url.toString())));
        Optional<JsonArray> contacts =
                settings.supportEmail()
                        .map(address -> object("email_address", new JsonString(address)))
                        .map(contact -> contact.with("role", new JsonString("m.role.admin")))
                        .map(contact -> new JsonArray(List.of(contact)));
        return contacts.map(
                        list ->
                                page.orElseGet(() -> JsonObject.of(Map.of()))
                                        .with("contacts", list))
                .or(() -> page);
    }

    private static JsonObject baseUrl(URI url) {
        return object("base_url", new JsonString(url.toString()));
    }

    private static JsonObject object(String key, JsonValue value) {
        return JsonObject.of(Map.of(key, value));
    }
}
