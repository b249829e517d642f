package dev.ganglion.gateway.upstream;

import dev.ganglion.gateway.route.Service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.util.EnumMap;
import java.util.Map;

/** {@code ganglion_gateway_upstream_failures_total} by service. */
@Component
class ForwarderMetrics {
    private final Map<Service, Counter> failures = new EnumMap<>(Service.class);

    ForwarderMetrics(MeterRegistry registry) {
        for (Service service : Service.values()) {
            failures.put(
                    service,
                    registry.counter(
                            "ganglion.gateway.upstream.failures", "service", service.id()));
        }
    }

    void failed(Service service) {
        Counter counter = failures.get(service);
        if (counter != null) {
            counter.increment();
        }
    }
}
