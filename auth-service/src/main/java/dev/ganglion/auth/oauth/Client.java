package dev.ganglion.auth.oauth;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A client that has registered itself. Anybody can register anything, so that all that users can
 * trust is where its answers go.
 *
 * @param metadata as {@link ClientMetadata} has accepted it
 */
record Client(String id, JsonObject metadata) {
    private static final String REDIRECT_URIS = "redirect_uris";

    static Client parse(String id, String metadata) {
        return new Client(id, Json.parseObject(metadata));
    }

    /** What its users know it by, whether it deserves the name or not. */
    String name() {
        return metadata.string("client_name").orElseGet(this::host);
    }

    String host() {
        return metadata.string("client_uri").map(URI::create).map(URI::getHost).orElse("");
    }

    boolean isNative() {
        return metadata.string("application_type").filter("native"::equals).isPresent();
    }

    boolean mayUse(String grantType) {
        return strings("grant_types").contains(grantType);
    }

    List<String> redirectUris() {
        return strings(REDIRECT_URIS);
    }

    /** What pages show of it. */
    Map<String, Object> shown() {
        return Map.of(
                "client", name(),
                "host", host(),
                "clientUri", metadata.string("client_uri").orElse(""),
                "tosUri", metadata.string("tos_uri").orElse(""),
                "policyUri", metadata.string("policy_uri").orElse(""));
    }

    private List<String> strings(String key) {
        return metadata.array(key).stream().flatMap(JsonArray::strings).toList();
    }
}
