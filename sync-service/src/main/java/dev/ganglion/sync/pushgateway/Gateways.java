package dev.ganglion.sync.pushgateway;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.outbound.OutboundHttp;
import dev.ganglion.sync.pusher.GatewayAddresses;

import jakarta.annotation.PreDestroy;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Speaks to push gateways. Whatever they do, it ends within a time and a size, and never fails. An
 * address is looked at each time, for settings change.
 */
@Component
class Gateways {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final byte[] NOTHING = new byte[0];

    private final GatewayAddresses addresses;
    private final Duration timeout;
    private final OutboundHttp outside;
    private final OutboundHttp own;

    Gateways(GatewayAddresses addresses, PushGatewayProperties properties) {
        this.addresses = addresses;
        this.timeout = properties.timeout();
        this.outside = OutboundHttp.toPublicAddresses("push-gateways", timeout);
        this.own = OutboundHttp.of("own-push-gateways", timeout);
    }

    @PreDestroy
    void close() {
        outside.close();
        own.close();
    }

    Mono<Answer> send(Claim.Target target, JsonObject notification) {
        return Mono.fromCallable(() -> addresses.parse(target.url()))
                .flatMap(address -> send(address, notification))
                .timeout(timeout)
                .onErrorResume(failure -> Mono.just(failed(failure)));
    }

    private Mono<Answer> send(URI address, JsonObject notification) {
        return (addresses.isOwn(address) ? own : outside)
                .client()
                .post()
                .uri(address)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(CanonicalJson.encode(notification))
                .exchangeToMono(Gateways::answer);
    }

    private static Mono<Answer> answer(ClientResponse response) {
        if (response.statusCode().is2xxSuccessful()) {
            return response.bodyToMono(byte[].class)
                    .defaultIfEmpty(NOTHING)
                    .map(body -> new Answer.Taken(rejected(body)));
        }
        return response.releaseBody().thenReturn(answerWithout(response));
    }

    private static Answer answerWithout(ClientResponse response) {
        int status = response.statusCode().value();
        return switch (HttpStatus.resolve(status)) {
            case BAD_REQUEST, CONTENT_TOO_LARGE, UNPROCESSABLE_CONTENT ->
                    new Answer.Refused(status);
            case null, default -> new Answer.Failed("status " + status, pause(response));
        };
    }

    /** What a gateway says that speaks something else is nothing about keys. */
    private static Set<String> rejected(byte[] body) {
        try {
            return Json.parseObject(body)
                    .array("rejected")
                    .orElse(JsonArray.EMPTY)
                    .strings()
                    .collect(Collectors.toSet());
        } catch (InvalidJsonException _) {
            return Set.of();
        }
    }

    private static Optional<Duration> pause(ClientResponse response) {
        return response.headers().header(HttpHeaders.RETRY_AFTER).stream()
                .filter(value -> SECONDS.matcher(value).matches())
                .findFirst()
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    /** Without the address, which may hold a secret. */
    private static Answer failed(Throwable failure) {
        return new Answer.Failed(
                failure instanceof MatrixException refusal
                        ? refusal.error()
                        : failure.getClass().getSimpleName(),
                Optional.empty());
    }
}
