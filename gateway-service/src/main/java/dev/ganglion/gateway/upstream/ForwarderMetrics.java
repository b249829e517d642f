package dev.ganglion.gateway.upstream;

import dev.ganglion.gateway.route.Service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * {@code ganglion_gateway_upstream_failures_total} and, for requests that found no place at any
 * replica, {@code ganglion_gateway_upstream_refused_total}; both by service.
 */
@Component
class ForwarderMetrics {
    private final Map<Service, Counter> failures;
    private final Map<Service, Counter> refusals;

    ForwarderMetrics(MeterRegistry registry) {
        this.failures = counters(registry, "ganglion.gateway.upstream.failures");
        this.refusals = counters(registry, "ganglion.gateway.upstream.refused");
    }

    /** An attempt failed; another one may have succeeded. */
    void failed(Service service) {
        Objects.requireNonNull(failures.get(service)).increment();
    }

    /** The client was told to try again, for too many wait. */
    void refused(Service service) {
        Objects.requireNonNull(refusals.get(service)).increment();
    }

    private static Map<Service, Counter> counters(MeterRegistry registry, String name) {
        Map<Service, Counter> counters = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            counters.put(service, registry.counter(name, "service", service.id()));
        }
        return counters;
    }
}
