package dev.ganglion.gateway.upstream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider.MeterRegistrar;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * {@code ganglion_gateway_sends_under_way} and {@code ganglion_gateway_sends_waiting} by replica.
 */
final class TurnMeters implements MeterRegistrar {
    private final MeterRegistry registry;
    private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();

    TurnMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void registerMetrics(
            String poolName, String id, SocketAddress replica, ConnectionPoolMetrics pool) {
        meters.put(
                id,
                List.of(
                        gauge("under.way", replica, pool, ConnectionPoolMetrics::acquiredSize),
                        gauge(
                                "waiting",
                                replica,
                                pool,
                                ConnectionPoolMetrics::pendingAcquireSize)));
    }

    @Override
    public void deRegisterMetrics(String poolName, String id, SocketAddress replica) {
        List<Meter> gone = meters.remove(id);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    private Gauge gauge(
            String state,
            SocketAddress replica,
            ConnectionPoolMetrics pool,
            ToDoubleFunction<ConnectionPoolMetrics> value) {
        return Gauge.builder("ganglion.gateway.sends." + state, pool, value)
                .tag("replica", replica.toString())
                .strongReference(true)
                .register(registry);
    }
}
