package dev.ganglion.gateway.upstream;

import dev.ganglion.gateway.route.Service;

import io.netty.channel.ChannelOption;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.time.Duration;

/**
 * The HTTP clients of all requests to services. They repeat nothing by themselves: only the
 * forwarder knows what may be repeated.
 */
@Component
class UpstreamClients implements DisposableBean {
    /** Shorter than the 90 s after which our services close an idle connection. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(45);

    private static final int WAITING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A client gives up on a message later than that. */
    private static final Duration PATIENCE_FOR_A_TURN = Duration.ofSeconds(30);

    private static final int WAITING_FOR_A_TURN = 5_000;

    private final ConnectionProvider ample;
    private final ConnectionProvider inTurn;
    private final ConnectionProvider probing;
    private final HttpClient client;
    private final HttpClient clientInTurn;
    private final HttpClient prober;

    UpstreamClients(UpstreamSettings settings) {
        UpstreamSettings.Deadlines upstream = settings.upstream();
        ample =
                connections("gateway-upstream", upstream.maxConnections())
                        .pendingAcquireMaxCount(WAITING)
                        .pendingAcquireTimeout(PATIENCE)
                        .build();
        inTurn =
                connections("gateway-upstream-in-turn", upstream.maxRoomRequests())
                        .pendingAcquireMaxCount(WAITING_FOR_A_TURN)
                        .pendingAcquireTimeout(PATIENCE_FOR_A_TURN)
                        .build();
        probing = connections("gateway-probes", 1).build();
        client = client(ample, upstream);
        clientInTurn = client(inTurn, upstream);
        prober = client(probing, upstream);
    }

    /**
     * For the requests of clients. Those to room-service are short and each holds much memory there
     * while it is answered: a replica gets so many at once, and more wait here. A service that long
     * polls, uploads and downloads go to has a connection for each of them.
     */
    HttpClient of(Service service) {
        return service == Service.ROOM ? clientInTurn : client;
    }

    /** For the question whether a replica is ready, which waits for nobody. */
    HttpClient prober() {
        return prober;
    }

    @Override
    public void destroy() {
        ample.dispose();
        inTurn.dispose();
        probing.dispose();
    }

    private static ConnectionProvider.Builder connections(String name, int max) {
        return ConnectionProvider.builder(name)
                .maxConnections(max)
                .maxIdleTime(MAX_IDLE)
                .evictInBackground(MAX_IDLE)
                .lifo();
    }

    private static HttpClient client(
            ConnectionProvider connections, UpstreamSettings.Deadlines upstream) {
        return HttpClient.create(connections)
                .disableRetry(true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) upstream.connect().toMillis())
                .headers(headers -> headers.remove("user-agent"));
    }
}
