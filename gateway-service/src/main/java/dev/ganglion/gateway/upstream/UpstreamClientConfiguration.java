package dev.ganglion.gateway.upstream;

import dev.ganglion.gateway.upstream.UpstreamSettings.Deadlines;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.time.Duration;

/** The connections to services. */
@Configuration(proxyBeanMethods = false)
class UpstreamClientConfiguration {
    /** Shorter than the 90 s after which our services close an idle connection. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(45);

    /** Replicas come with new addresses: the pool of one that has gone is of no use to anybody. */
    private static final Duration POOL_KEPT = Duration.ofMinutes(10);

    private static final Duration POOLS_CHECKED = Duration.ofMinutes(1);

    /**
     * With so many connections in use, those who wait for one longer than a moment wait in vain.
     */
    private static final int WAITING = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Two services may share an address. */
    private static final int PROBES = 2;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider ampleConnections(UpstreamSettings settings) {
        return connections("gateway-upstream", settings.upstream().maxConnections())
                .pendingAcquireMaxCount(WAITING)
                .pendingAcquireTimeout(PATIENCE)
                .build();
    }

    @Bean(destroyMethod = "dispose")
    ConnectionProvider turns(UpstreamSettings settings, MeterRegistry registry) {
        UpstreamSettings.Turns turns = settings.upstream().sends();
        TurnMeters meters = new TurnMeters(registry);
        return connections("gateway-sends", turns.atOnce())
                .pendingAcquireMaxCount(turns.waiting())
                .pendingAcquireTimeout(turns.patience())
                .metrics(true, () -> meters)
                .build();
    }

    @Bean(destroyMethod = "dispose")
    ConnectionProvider probeConnections(UpstreamSettings settings) {
        return connections("gateway-probes", PROBES)
                .pendingAcquireTimeout(settings.upstream().connect())
                .build();
    }

    @Bean
    UpstreamClients upstreamClients(
            ConnectionProvider ampleConnections,
            ConnectionProvider turns,
            ConnectionProvider probeConnections,
            UpstreamSettings settings) {
        Deadlines deadlines = settings.upstream();
        return new UpstreamClients(
                client(ampleConnections, deadlines),
                client(turns, deadlines),
                client(probeConnections, deadlines));
    }

    /** Without such a bean Spring Cloud Gateway makes a client of its own. */
    @Bean
    HttpClient upstreamClient(UpstreamClients clients) {
        return clients.ample();
    }

    private static ConnectionProvider.Builder connections(String name, int max) {
        return ConnectionProvider.builder(name)
                .maxConnections(max)
                .maxIdleTime(MAX_IDLE)
                .evictInBackground(MAX_IDLE)
                .disposeInactivePoolsInBackground(POOLS_CHECKED, POOL_KEPT)
                .lifo();
    }

    private static HttpClient client(ConnectionProvider connections, Deadlines deadlines) {
        return HttpClient.create(connections)
                .disableRetry(true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) deadlines.connect().toMillis())
                .headers(headers -> headers.remove("user-agent"));
    }
}
