package dev.ganglion.sync.connection;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Takes away the connections of devices that were logged out. What a lost announcement leaves
 * behind goes with the background work.
 */
@Component
class FormerConnections {
    private static final Logger log = LoggerFactory.getLogger(FormerConnections.class);

    private static final int MAX_WAITING = 10_000;

    private final ConnectionRepository repository;
    private final Disposable subscription;

    FormerConnections(ConnectionRepository repository, Bus bus) {
        this.repository = repository;
        this.subscription =
                bus.messages(Channel.SESSIONS)
                        .flatMap(message -> Mono.justOrEmpty(loggedOut(message)))
                        .onBackpressureBuffer(MAX_WAITING, BufferOverflowStrategy.DROP_LATEST)
                        .concatMap(this::clear)
                        .subscribe();
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }

    private static Optional<UserId> loggedOut(byte[] message) {
        try {
            SessionsEnded ended = SessionsEnded.parse(message);
            return ended.isLogout() ? ended.user() : Optional.empty();
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.SESSIONS, e);
            return Optional.empty();
        }
    }

    private Mono<Void> clear(UserId user) {
        return repository
                .deleteOfFormerDevices(user)
                .onErrorResume(
                        failure -> {
                            log.warn("Connections of former devices stay for now", failure);
                            return Mono.empty();
                        });
    }
}
