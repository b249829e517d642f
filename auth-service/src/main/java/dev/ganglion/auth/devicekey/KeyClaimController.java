package dev.ganglion.auth.devicekey;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Client-server API, "One-time and fallback keys": claiming them. */
@RestController
class KeyClaimController {
    private final KeyClaims claims;
    private final ServerProperties server;

    KeyClaimController(KeyClaims claims, ServerProperties server) {
        this.claims = claims;
        this.server = server;
    }

    record ClaimResponse(Map<String, Map<String, JsonObject>> oneTimeKeys, JsonObject failures) {}

    @PostMapping("/_matrix/client/v3/keys/claim")
    Mono<ClaimResponse> claim(Requester requester, @RequestBody JsonObject body) {
        Asked asked = Asked.parse(body, "one_time_keys", server.serverName());
        return claims.claim(KeyClaim.parseAll(asked.ofLocalUsers()))
                .map(keys -> new ClaimResponse(byDevice(keys), asked.failures()));
    }

    private static Map<String, Map<String, JsonObject>> byDevice(List<ClaimedKey> keys) {
        Map<String, Map<String, JsonObject>> byUser = new TreeMap<>();
        for (ClaimedKey key : keys) {
            byUser.computeIfAbsent(key.device().userId().value(), _ -> new TreeMap<>())
                    .put(
                            key.device().deviceId().value(),
                            JsonObject.EMPTY.with(key.name().toString(), Json.parse(key.text())));
        }
        return byUser;
    }
}
