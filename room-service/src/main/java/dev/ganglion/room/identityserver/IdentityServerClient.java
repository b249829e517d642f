package dev.ganglion.room.identityserver;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.outbound.OutboundHttp;

import jakarta.annotation.PreDestroy;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Speaks HTTP with servers outside of the suite: for {@value #PATIENCE_SECONDS} seconds at most,
 * without following redirects, and reading no more than {@link OutboundHttp} does.
 */
@Component
class IdentityServerClient {
    private static final int PATIENCE_SECONDS = 5;
    private static final int MAX_QUOTED = 200;

    private final OutboundHttp http =
            OutboundHttp.of("identity-servers", Duration.ofSeconds(PATIENCE_SECONDS));

    @PreDestroy
    void stop() {
        http.close();
    }

    /** The body of a status 2xx, or the refusal of a status 4xx. */
    sealed interface Answer {
        record Given(JsonObject body) implements Answer {}

        record Refused(JsonObject body) implements Answer {
            boolean is(String errcode) {
                return body.string("errcode").equals(Optional.of(errcode));
            }

            /** Never 401: the client would take it for a word on its own access token. */
            MatrixException asRefusal() {
                String said = body.string("error").or(() -> body.string("errcode")).orElse("no");
                return MatrixException.forbidden(
                        "The identity server refused: "
                                + said.substring(0, Math.min(said.length(), MAX_QUOTED)));
            }
        }
    }

    Mono<Answer> get(URI address, Optional<String> token) {
        return answer(http.client().get().uri(address), token);
    }

    Mono<Answer> post(URI address, Optional<String> token, JsonObject body) {
        return answer(
                http.client()
                        .method(HttpMethod.POST)
                        .uri(address)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(CanonicalJson.encode(body)),
                token);
    }

    private Mono<Answer> answer(WebClient.RequestHeadersSpec<?> request, Optional<String> token) {
        return request.headers(headers -> token.ifPresent(headers::setBearerAuth))
                .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
                .exchangeToMono(IdentityServerClient::read)
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .onErrorMap(failure -> !(failure instanceof MatrixException), _ -> makesNoSense());
    }

    private static Mono<Answer> read(ClientResponse response) {
        if (response.statusCode().is2xxSuccessful()) {
            return body(response).map(Answer.Given::new);
        }
        return response.statusCode().is4xxClientError()
                ? body(response).map(Answer.Refused::new)
                : response.releaseBody().then(Mono.error(makesNoSense()));
    }

    private static Mono<JsonObject> body(ClientResponse response) {
        return response.bodyToMono(byte[].class)
                .switchIfEmpty(Mono.error(IdentityServerClient::makesNoSense))
                .map(IdentityServerClient::parsed);
    }

    private static JsonObject parsed(byte[] body) {
        try {
            return Json.parseObject(body);
        } catch (InvalidJsonException _) {
            throw makesNoSense();
        }
    }

    static MatrixException makesNoSense() {
        return MatrixException.unavailable(
                "The identity server does not answer as it should: try again later");
    }
}
