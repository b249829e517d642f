package dev.ganglion.auth.threepid;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.outbound.OutboundHttp;

import jakarta.annotation.PreDestroy;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Has an identity server that the operator trusts publish whose an address is. What the identity
 * server refuses is passed on.
 */
@Service
class Binding {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_QUOTED = 200;

    private final IdentityServerProperties servers;
    private final BoundIdentifiers identifiers;
    private final OutboundHttp http = OutboundHttp.of("identity-servers", PATIENCE);

    Binding(IdentityServerProperties servers, BoundIdentifiers identifiers) {
        this.servers = servers;
        this.identifiers = identifiers;
    }

    /** A wish to have an address published. */
    record Wish(
            Optional<String> idServer,
            Optional<String> idAccessToken,
            Optional<String> sid,
            Optional<String> clientSecret) {
        /** Without the token and the secret, which must not get into a log. */
        @Override
        public String toString() {
            return "Wish";
        }
    }

    Mono<ResponseEntity<JsonObject>> bind(UserId user, Wish wish) {
        String token = required(wish.idAccessToken(), "id_access_token");
        JsonObject question =
                JsonObject.builder()
                        .put("sid", required(wish.sid(), "sid"))
                        .put("client_secret", required(wish.clientSecret(), "client_secret"))
                        .put("mxid", user.value())
                        .build();
        var server =
                servers.find(required(wish.idServer(), "id_server"))
                        .orElseThrow(Binding::notTrusted);
        return http.client()
                .post()
                .uri(URI.create(server.base() + "/_matrix/identity/v2/3pid/bind"))
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> headers.setBearerAuth(token))
                .bodyValue(CanonicalJson.encode(question))
                .exchangeToMono(answer -> answer.toEntity(byte[].class))
                .map(Binding::read)
                .timeout(PATIENCE)
                .onErrorMap(failure -> !(failure instanceof MatrixException), _ -> makesNoSense())
                .flatMap(answer -> remembered(user, server.name(), answer));
    }

    @PreDestroy
    void stop() {
        http.close();
    }

    private Mono<ResponseEntity<JsonObject>> remembered(
            UserId user, String server, ResponseEntity<JsonObject> answer) {
        JsonObject body = answer.getBody();
        if (body == null || !answer.getStatusCode().is2xxSuccessful()) {
            return Mono.just(answer);
        }
        String medium = printable(body.string("medium").orElse("email"));
        String address = printable(body.string("address").orElse(""));
        return identifiers
                .remember(user, medium, address, server)
                .thenReturn(ResponseEntity.ok(JsonObject.EMPTY));
    }

    /** Never 401: the client would take it for a word on its own access token. */
    private static ResponseEntity<JsonObject> read(ResponseEntity<byte[]> answer) {
        byte[] bytes = answer.getBody();
        int status = answer.getStatusCode().value();
        if (bytes == null || !(status == 200 || (status >= 400 && status < 500))) {
            throw makesNoSense();
        }
        JsonObject body = Json.parseObject(bytes);
        if (status == 200) {
            return ResponseEntity.ok(body);
        }
        JsonObject refusal =
                JsonObject.builder()
                        .put("errcode", printable(body.string("errcode").orElse("M_UNKNOWN")))
                        .put("error", printable(body.string("error").orElse("Refused")))
                        .build();
        return ResponseEntity.status(status == 401 ? 403 : status).body(refusal);
    }

    private static String printable(String text) {
        String beginning = text.substring(0, Math.min(text.length(), MAX_QUOTED));
        return beginning.replaceAll("\\p{Cntrl}", " ");
    }

    private static String required(Optional<String> value, String name) {
        return value.orElseThrow(() -> MatrixException.missingParam(name));
    }

    private static MatrixException notTrusted() {
        return MatrixException.of(
                403,
                ErrorCode.SERVER_NOT_TRUSTED,
                "This server does not trust that identity server");
    }

    private static MatrixException makesNoSense() {
        return MatrixException.unavailable(
                "The identity server does not answer as it should: try again later");
    }
}
