package dev.ganglion.gateway.upstream;

import io.netty.channel.ChannelOption;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.time.Duration;

/** The HTTP client of all requests to services. */
@Configuration(proxyBeanMethods = false)
class UpstreamClientConfiguration {
    /** Shorter than the 90 s after which our services close an idle connection. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(45);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean(destroyMethod = "dispose")
    ConnectionProvider upstreamConnections(UpstreamSettings settings) {
        return ConnectionProvider.builder("gateway-upstream")
                .maxConnections(settings.upstream().maxConnections())
                .pendingAcquireMaxCount(1_000)
                .pendingAcquireTimeout(PATIENCE)
                .maxIdleTime(MAX_IDLE)
                .evictInBackground(MAX_IDLE)
                .lifo()
                .build();
    }

    /** Repeats nothing by itself: only the forwarder knows what may be repeated. */
    @Bean
    HttpClient upstreamClient(ConnectionProvider upstreamConnections, UpstreamSettings settings) {
        return HttpClient.create(upstreamConnections)
                .disableRetry(true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) settings.upstream().connect().toMillis())
                .headers(headers -> headers.remove("user-agent"));
    }
}
