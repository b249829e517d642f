package dev.ganglion.gateway.door;

import dev.ganglion.gateway.route.Service;

import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Spring Cloud Gateway's routes: one per service. Their predicates never match, because a scan over
 * routes for each request is what {@link dev.ganglion.gateway.route.EndpointIndex} replaces.
 */
@Component
class ServiceRoutes implements RouteLocator {
    private final Map<Service, Route> routes = new EnumMap<>(Service.class);

    ServiceRoutes() {
        for (Service service : Service.values()) {
            routes.put(
                    service,
                    Route.async()
                            .id(service.id())
                            .uri("http://" + service.id() + "-service")
                            .predicate(_ -> false)
                            .build());
        }
    }

    Route of(Service service) {
        return Objects.requireNonNull(routes.get(service));
    }

    @Override
    public Flux<Route> getRoutes() {
        return Flux.fromIterable(routes.values());
    }
}
