package dev.ganglion.sync.todevice;

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
import reactor.core.publisher.Mono;

/**
 * Takes away what waits for devices that were logged out. What a lost announcement leaves behind is
 * never delivered, and goes with the background work.
 */
@Component
class FormerDevices {
    private static final Logger log = LoggerFactory.getLogger(FormerDevices.class);

    private final KnownDevices devices;
    private final QueueRepository repository;
    private final Disposable subscription;

    FormerDevices(KnownDevices devices, QueueRepository repository, Bus bus) {
        this.devices = devices;
        this.repository = repository;
        this.subscription =
                bus.messages(Channel.SESSIONS)
                        .onBackpressureBuffer()
                        .concatMap(this::clear)
                        .subscribe();
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }

    private Mono<Void> clear(byte[] message) {
        try {
            return clear(SessionsEnded.parse(message));
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.SESSIONS, e);
            return Mono.empty();
        }
    }

    private Mono<Void> clear(SessionsEnded ended) {
        if (ended.user().isEmpty()) {
            devices.forgetAll();
            return Mono.empty();
        }
        if (!ended.isLogout()) {
            return Mono.empty();
        }
        devices.forget(ended.user().get());
        return repository
                .deleteOfFormerDevices(ended.user().get())
                .onErrorResume(
                        failure -> {
                            log.warn("Messages of former devices stay for now", failure);
                            return Mono.empty();
                        });
    }
}
