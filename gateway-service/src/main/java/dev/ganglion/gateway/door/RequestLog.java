package dev.ganglion.gateway.door;

import dev.ganglion.gateway.edge.EdgeSettings;
import dev.ganglion.gateway.route.Service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts requests, {@code ganglion_gateway_requests_seconds} by service and kind of answer, and
 * logs them where {@code ganglion.gateway.access-log} is on: with the pattern of the path, so that
 * neither a token nor anything else that a client wrote gets into the log.
 */
@Component
class RequestLog {
    private static final Logger log = LoggerFactory.getLogger("dev.ganglion.gateway.access");

    private final MeterRegistry registry;
    private final boolean isLogging;
    private final ConcurrentHashMap<String, Timer> timers = new ConcurrentHashMap<>();

    RequestLog(MeterRegistry registry, EdgeSettings settings) {
        this.registry = registry;
        this.isLogging = settings.accessLog();
    }

    Mono<Void> around(ServerWebExchange exchange, Mono<Void> handled) {
        long start = System.nanoTime();
        return handled.doFinally(_ -> note(exchange, System.nanoTime() - start));
    }

    private void note(ServerWebExchange exchange, long nanos) {
        Optional<Visit> visit = Visit.find(exchange);
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        String service =
                visit.map(known -> known.match().endpoint().service()).orElse(Service.GATEWAY).id();
        String outcome = status == null ? "none" : status.value() / 100 + "xx";
        timer(service, outcome).record(nanos, TimeUnit.NANOSECONDS);
        if (isLogging) {
            log.atInfo()
                    .addKeyValue("method", exchange.getRequest().getMethod())
                    .addKeyValue("path", visit.map(v -> v.match().endpoint().pattern()).orElse("-"))
                    .addKeyValue("status", status == null ? 0 : status.value())
                    .addKeyValue("ms", nanos / 1_000_000)
                    .addKeyValue("client", visit.map(v -> v.client().getHostAddress()).orElse("-"))
                    .addKeyValue(
                            "user",
                            visit.flatMap(Visit::session).map(s -> s.userId().value()).orElse("-"))
                    .log("request");
        }
    }

    private Timer timer(String service, String outcome) {
        return timers.computeIfAbsent(
                service + " " + outcome,
                _ ->
                        Timer.builder("ganglion.gateway.requests")
                                .tag("service", service)
                                .tag("outcome", outcome)
                                .register(registry));
    }
}
