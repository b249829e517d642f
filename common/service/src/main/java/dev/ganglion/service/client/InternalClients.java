package dev.ganglion.service.client;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.ServiceTokens;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Clients of the other services, one for each: {@code
 * clients.of("room").post().uri("/internal/…")}. A call errors with {@code MatrixException}: the
 * other's refusal as it is, 503 when it is away.
 */
public final class InternalClients {
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final ServiceAddresses addresses;
    private final ServiceTokens tokens;
    private final HttpClient http;
    private final JsonMapper mapper;
    private final Map<String, WebClient> clients = new ConcurrentHashMap<>();

    InternalClients(
            ServiceAddresses addresses, ServiceTokens tokens, HttpClient http, JsonMapper mapper) {
        this.addresses = addresses;
        this.tokens = tokens;
        this.http = http.responseTimeout(addresses.callTimeout());
        this.mapper = mapper;
    }

    /** The client of this service; relative URIs only. */
    public WebClient of(String service) {
        return clients.computeIfAbsent(service, this::client);
    }

    /**
     * For what one can do without: the answer, or nothing when the other service refuses, is away,
     * or takes longer than that.
     */
    public static <T> Mono<T> unlessAway(Mono<T> call, Duration patience) {
        return call.timeout(patience)
                .onErrorComplete(
                        failure ->
                                failure instanceof MatrixException
                                        || failure instanceof TimeoutException);
    }

    private WebClient client(String service) {
        var replicas = addresses.urlsOf(service);
        return WebClient.builder()
                .baseUrl(replicas.getFirst().toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(
                        codecs -> {
                            codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES);
                            codecs.defaultCodecs()
                                    .jacksonJsonEncoder(new JacksonJsonEncoder(mapper));
                            codecs.defaultCodecs()
                                    .jacksonJsonDecoder(new JacksonJsonDecoder(mapper));
                        })
                .filter(new MatrixFailures())
                .filter(token(service))
                .filter(new ReplicaChoice(replicas))
                .build();
    }

    private ExchangeFilterFunction token(String service) {
        return ExchangeFilterFunction.ofRequestProcessor(
                request ->
                        Mono.fromSupplier(
                                () ->
                                        ClientRequest.from(request)
                                                .header(
                                                        InternalHeaders.SERVICE_TOKEN,
                                                        tokens.forTarget(service))
                                                .build()));
    }
}
