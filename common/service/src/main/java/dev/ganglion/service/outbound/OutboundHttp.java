package dev.ganglion.service.outbound;

import io.netty.channel.ChannelOption;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.time.Duration;

/**
 * A client that follows no redirects, reads no more than {@value #MAX_ANSWER_BYTES} bytes, has few
 * connections, and waits for each step no longer than it is told. To be closed by its owner.
 */
public final class OutboundHttp implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_CONNECTIONS = 20;

    private final ConnectionProvider connections;
    private final WebClient client;

    private OutboundHttp(ConnectionProvider connections, Duration timeout) {
        this.connections = connections;
        this.client =
                WebClient.builder()
                        .clientConnector(
                                new ReactorClientHttpConnector(
                                        HttpClient.create(connections)
                                                .followRedirect(false)
                                                .responseTimeout(timeout)
                                                .option(
                                                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                                        Math.toIntExact(timeout.toMillis()))))
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES))
                        .build();
    }

    /**
     * A client with connections of its own.
     *
     * @param name of the connections, in metrics
     */
    public static OutboundHttp of(String name, Duration timeout) {
        return new OutboundHttp(
                ConnectionProvider.builder(name)
                        .maxConnections(MAX_CONNECTIONS)
                        .pendingAcquireMaxCount(MAX_CONNECTIONS * 10)
                        .pendingAcquireTimeout(timeout)
                        .maxIdleTime(Duration.ofSeconds(10))
                        .build(),
                timeout);
    }

    /** What requests are made with; a whole exchange still needs a timeout. */
    public WebClient client() {
        return client;
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
