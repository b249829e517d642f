package dev.ganglion.gateway.door;

import dev.ganglion.gateway.discovery.Discovery;
import dev.ganglion.gateway.edge.ClientAddresses;
import dev.ganglion.gateway.edge.Cors;
import dev.ganglion.gateway.route.EndpointIndex;
import dev.ganglion.gateway.route.EndpointTable;
import dev.ganglion.gateway.route.RawPath;
import dev.ganglion.gateway.route.Service;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.Set;

/**
 * The first and only handler of the public port. It stands before Spring's own filters: nothing
 * that they serve (the actuator, for one) can be reached here. The actuator has a port of its own.
 */
@Component
class PublicDoor implements WebFilter, Ordered {
    private static final Set<HttpMethod> METHODS =
            Set.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.DELETE,
                    HttpMethod.PATCH);

    private final ApplicationContext context;
    private final FilteringWebHandler gateway;
    private final ServiceRoutes routes;
    private final Discovery discovery;
    private final ClientAddresses addresses;
    private final RequestLog requestLog;
    private final EndpointIndex index = new EndpointIndex(EndpointTable.all());

    PublicDoor(
            ApplicationContext context,
            FilteringWebHandler gateway,
            ServiceRoutes routes,
            Discovery discovery,
            ClientAddresses addresses,
            RequestLog requestLog) {
        this.context = context;
        this.gateway = gateway;
        this.routes = routes;
        this.discovery = discovery;
        this.addresses = addresses;
        this.requestLog = requestLog;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!context.equals(exchange.getApplicationContext())) {
            return chain.filter(exchange);
        }
        return requestLog.around(exchange, handle(exchange));
    }

    private Mono<Void> handle(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        URI uri = request.getURI();
        String path = uri.getRawPath();
        if (Cors.appliesTo(path)) {
            Cors.addTo(exchange.getResponse().getHeaders());
        }
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
            return exchange.getResponse().setComplete();
        }
        EndpointIndex.Match match = RawPath.parse(path).flatMap(index::find).orElse(null);
        if (match == null) {
            return Mono.error(MatrixException.unrecognized());
        }
        if (!METHODS.contains(request.getMethod())) {
            return Mono.error(MatrixException.wrongMethod());
        }
        Query query = Query.parse(uri.getRawQuery());
        new Visit(match, path, query, addresses.of(request)).keepIn(exchange);
        return dispatch(exchange, match);
    }

    private Mono<Void> dispatch(ServerWebExchange exchange, EndpointIndex.Match match) {
        Service service = match.endpoint().service();
        if (service == Service.GATEWAY) {
            return discovery.answer(exchange, match.endpoint().pattern());
        }
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, routes.of(service));
        return gateway.handle(exchange);
    }
}
