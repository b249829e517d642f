package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.sync.device.KnownDevices;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Mono;

import java.util.List;

/**
 * Takes away what waits for devices that were logged out. What a lost announcement leaves behind is
 * never delivered, and goes with the background work.
 */
@Component
class FormerDevices {
    private static final Logger log = LoggerFactory.getLogger(FormerDevices.class);

    private static final int MAX_WAITING = 10_000;

    private final KnownDevices devices;
    private final QueueRepository repository;
    private final Disposable subscription;

    FormerDevices(KnownDevices devices, QueueRepository repository, Bus bus) {
        this.devices = devices;
        this.repository = repository;
        this.subscription =
                bus.messages(Channel.SESSIONS)
                        .flatMapIterable(this::usersWithoutDevices)
                        .onBackpressureBuffer(MAX_WAITING, BufferOverflowStrategy.DROP_LATEST)
                        .concatMap(this::clear)
                        .subscribe();
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }

    /** What is remembered of devices is forgotten at once, however many wait to be cleared. */
    private List<UserId> usersWithoutDevices(byte[] message) {
        try {
            return usersWithoutDevices(SessionsEnded.parse(message));
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.SESSIONS, e);
            return List.of();
        }
    }

    private List<UserId> usersWithoutDevices(SessionsEnded ended) {
        if (ended.user().isEmpty()) {
            devices.forgetAll();
            return List.of();
        }
        if (!ended.isLogout()) {
            return List.of();
        }
        devices.forget(ended.user().get());
        return List.of(ended.user().get());
    }

    private Mono<Void> clear(UserId user) {
        return repository
                .deleteOfFormerDevices(user)
                .onErrorResume(
                        failure -> {
                            log.warn("Messages of former devices stay for now", failure);
                            return Mono.empty();
                        });
    }
}
