package dev.ganglion.service.outbound;

import io.netty.channel.ChannelOption;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A client that follows no redirects, reads no more than {@value #MAX_ANSWER_BYTES} bytes, has few
 * connections to each server, and waits for each step no longer than it is told. To be closed by
 * its owner.
 */
public final class OutboundHttp implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_CONNECTIONS = 20;

    private final ConnectionProvider connections;
    private final WebClient client;
    private final Runnable whenClosed;

    private OutboundHttp(String name, Duration timeout, Names names) {
        this.connections = connections(name, timeout);
        this.whenClosed = names.close();
        this.client =
                WebClient.builder()
                        .clientConnector(
                                new ReactorClientHttpConnector(
                                        names.on(HttpClient.create(connections))
                                                .followRedirect(false)
                                                .responseTimeout(timeout)
                                                .option(
                                                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                                        Math.toIntExact(timeout.toMillis()))))
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES))
                        .build();
    }

    /** How names are resolved, and what is closed in the end. */
    private record Names(UnaryOperator<HttpClient> resolver, Runnable close) {
        static final Names ALL = new Names(UnaryOperator.identity(), () -> {});

        static Names ofPublicAddresses() {
            PublicResolver resolver =
                    new PublicResolver(
                            NameResolverProvider.builder()
                                    .build()
                                    .newNameResolverGroup(
                                            HttpResources.get(), LoopResources.DEFAULT_NATIVE));
            return new Names(client -> client.resolver(resolver), resolver::close);
        }

        HttpClient on(HttpClient client) {
            return resolver.apply(client);
        }
    }

    /**
     * A client with connections of its own, for servers that the operator has named.
     *
     * @param name of the connections, in metrics
     */
    public static OutboundHttp of(String name, Duration timeout) {
        return new OutboundHttp(name, timeout, Names.ALL);
    }

    /**
     * The same for servers that users name: it connects to public addresses alone, whatever their
     * names mean at the time.
     */
    public static OutboundHttp toPublicAddresses(String name, Duration timeout) {
        return new OutboundHttp(name, timeout, Names.ofPublicAddresses());
    }

    private static ConnectionProvider connections(String name, Duration timeout) {
        return ConnectionProvider.builder(name)
                .maxConnections(MAX_CONNECTIONS)
                .pendingAcquireMaxCount(MAX_CONNECTIONS * 10)
                .pendingAcquireTimeout(timeout)
                .maxIdleTime(Duration.ofSeconds(10))
                .build();
    }

    /** What requests are made with; a whole exchange still needs a timeout. */
    public WebClient client() {
        return client;
    }

    @Override
    public void close() {
        connections.dispose();
        whenClosed.run();
    }
}
