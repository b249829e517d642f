package dev.ganglion.gateway.upstream;

import dev.ganglion.gateway.route.Service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The replicas of every service. Names are looked up again and again; a replica that could not be
 * reached gets no requests until it says that it is ready, and where a service has several, one
 * that stops being ready is left alone before it goes.
 */
@Component
class Replicas implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Replicas.class);
    private static final String READINESS = "/actuator/health/readiness";

    private final UpstreamSettings settings;
    private final UpstreamClients clients;
    private final Map<Service, List<Replica>> replicas = new EnumMap<>(Service.class);
    private volatile Map<Service, List<Replica>> current = Map.of();
    private volatile Disposable work = Disposables.disposed();

    Replicas(UpstreamSettings settings, UpstreamClients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /** In no particular order; empty for a service that has no address. */
    List<Replica> of(Service service) {
        return current.getOrDefault(service, List.of());
    }

    @Override
    public void start() {
        resolveAll();
        Disposable resolving =
                Flux.interval(settings.upstream().resolve())
                        .onBackpressureDrop()
                        .concatMap(
                                _ ->
                                        Mono.fromRunnable(this::resolveAll)
                                                .subscribeOn(Schedulers.boundedElastic()),
                                1)
                        .subscribe();
        Disposable probing =
                Flux.interval(settings.upstream().probe())
                        .onBackpressureDrop()
                        .concatMap(_ -> probeAll(), 1)
                        .subscribe();
        work = Disposables.composite(resolving, probing);
    }

    @Override
    public void stop() {
        work.dispose();
    }

    @Override
    public boolean isRunning() {
        return !work.isDisposed();
    }

    /** Before the server takes requests, and until it has stopped taking them. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void resolveAll() {
        for (Service service : Service.values()) {
            UpstreamSettings.Urls urls = settings.services().get(service.id());
            if (urls != null) {
                List<InetSocketAddress> addresses =
                        urls.urls().stream().flatMap(Replicas::resolve).distinct().toList();
                if (!addresses.isEmpty()) {
                    replicas.merge(service, known(service, addresses), (_, now) -> now);
                }
            }
        }
        current = Map.copyOf(replicas);
    }

    /** A replica that was known keeps its state and its connections. */
    private List<Replica> known(Service service, List<InetSocketAddress> addresses) {
        List<Replica> before = of(service);
        return addresses.stream()
                .map(
                        address ->
                                find(before, address)
                                        .orElseGet(() -> new Replica(address, clients)))
                .toList();
    }

    private static Optional<Replica> find(List<Replica> replicas, InetSocketAddress address) {
        return replicas.stream().filter(replica -> replica.address().equals(address)).findFirst();
    }

    private static Stream<InetSocketAddress> resolve(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        try {
            return Arrays.stream(InetAddress.getAllByName(url.getHost()))
                    .map(address -> new InetSocketAddress(address, port));
        } catch (UnknownHostException e) {
            log.warn("No address for {}", url);
            return Stream.empty();
        }
    }

    private Mono<Void> probeAll() {
        return Flux.fromIterable(current.values())
                .flatMapIterable(
                        all -> all.stream().filter(r -> all.size() > 1 || r.isDown()).toList())
                .flatMap(this::probe)
                .then();
    }

    private Mono<Void> probe(Replica replica) {
        return replica.clients()
                .probing()
                .responseTimeout(settings.upstream().connect())
                .get()
                .uri(READINESS)
                .response()
                .map(response -> response.status().code() == 200)
                .onErrorReturn(false)
                .doOnNext(isReady -> note(replica, isReady))
                .then();
    }

    private static void note(Replica replica, boolean isReady) {
        if (isReady == replica.isDown()) {
            log.info("{} is {}", replica.address(), isReady ? "ready" : "not ready");
        }
        if (isReady) {
            replica.markUp();
        } else {
            replica.markDown();
        }
    }
}
