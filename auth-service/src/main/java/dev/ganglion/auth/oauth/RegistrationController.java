package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.client.RegistrationError;

import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

import reactor.core.publisher.Mono;

/** Client-server API, "Client registration" (RFC 7591). */
@OAuthEndpoints
class RegistrationController {
    private static final int MAX_BYTES = 16 * 1024;

    private final Clients clients;

    RegistrationController(Clients clients) {
        this.clients = clients;
    }

    @PostMapping("/_ganglion/oauth2/register")
    Mono<ResponseEntity<JsonObject>> register(@RequestBody byte[] body) {
        return clients.register(ClientMetadata.accepted(parsed(body)))
                .map(
                        client ->
                                ResponseEntity.status(HttpStatus.CREATED)
                                        .cacheControl(CacheControl.noStore())
                                        .body(response(client)));
    }

    private static JsonObject response(Client client) {
        return client.metadata().toBuilder().put("client_id", client.id()).build();
    }

    private static JsonObject parsed(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw refused("The metadata is larger than 16 KiB");
        }
        try {
            return Json.parseObject(body);
        } catch (InvalidJsonException _) {
            throw refused("The metadata is not a JSON object");
        }
    }

    private static OAuthException refused(String why) {
        return OAuthException.of(RegistrationError.INVALID_CLIENT_METADATA, why);
    }
}
