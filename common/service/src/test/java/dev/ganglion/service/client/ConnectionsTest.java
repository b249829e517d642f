package dev.ganglion.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

import java.time.Duration;
import java.util.Map;

class ConnectionsTest {
    private static final int CALLS = 3_000;
    private static final Duration WORK = Duration.ofMillis(200);

    @Test
    void thousandsWhoCallAtOnceWaitTheirTurn() {
        DisposableServer server =
                HttpServer.create()
                        .host("localhost")
                        .handle(
                                (request, response) ->
                                        response.sendString(Mono.just("yes").delayElement(WORK)))
                        .bindNow();
        ConnectionProvider connections =
                new ClientAutoConfiguration()
                        .internalConnections(
                                new ServiceAddresses(Map.of(), Duration.ofSeconds(60)));
        HttpClient client =
                HttpClient.create(connections).baseUrl("http://localhost:" + server.port());
        try {
            Long answered =
                    Flux.range(0, CALLS)
                            .flatMap(_ -> client.get().responseContent().aggregate(), CALLS)
                            .count()
                            .block();

            assertThat(answered).isEqualTo(CALLS);
        } finally {
            connections.dispose();
            server.disposeNow();
        }
    }
}
