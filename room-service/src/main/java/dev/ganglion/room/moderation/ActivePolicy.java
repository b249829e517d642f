package dev.ganglion.room.moderation;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.client.InternalClients;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * Knows whether a policy is active: told over the bus, and asked for every few seconds in case a
 * message was lost.
 */
@Component
class ActivePolicy {
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(ActivePolicy.class);

    private final WebClient moderation;
    private final Disposable refreshing;
    private volatile boolean isInLine;

    ActivePolicy(InternalClients clients, Bus bus) {
        this.moderation = clients.of("moderation");
        this.refreshing =
                Flux.merge(Flux.interval(Duration.ZERO, REFRESH), bus.messages(Channel.POLICIES))
                        .onBackpressureLatest()
                        .concatMap(signal -> refresh(), 1)
                        .subscribe();
    }

    /** Whether events have to be checked. */
    boolean isInLine() {
        return isInLine;
    }

    @PreDestroy
    void stop() {
        refreshing.dispose();
    }

    /** While moderation-service does not answer, what was last known stands. */
    private Mono<Void> refresh() {
        return moderation
                .get()
                .uri("/internal/moderation/state")
                .retrieve()
                .bodyToMono(JsonObject.class)
                .timeout(REFRESH)
                .doOnNext(state -> isInLine = state.bool("in_line").orElse(false))
                .then()
                .onErrorResume(
                        failure -> {
                            log.debug(
                                    "moderation-service does not say whether a policy is active",
                                    failure);
                            return Mono.empty();
                        });
    }
}
