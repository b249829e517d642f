package dev.ganglion.sync.device;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.function.Function;

/**
 * The users who have fewer devices than before, as auth-service announces them. Announcements may
 * be lost: what they were to take away needs background work of its own, too.
 */
@Component
public class Logouts {
    private static final Logger log = LoggerFactory.getLogger(Logouts.class);
    private static final int MAX_WAITING = 10_000;

    private final Bus bus;
    private final KnownDevices devices;

    Logouts(Bus bus, KnownDevices devices) {
        this.bus = bus;
        this.devices = devices;
    }

    /**
     * Does some work for each of them, one after the other, until it is disposed. What fails is
     * logged, and what comes when too many wait is passed over.
     *
     * @param what stays when the work fails, for the log
     */
    public Disposable each(String what, Function<UserId, Mono<Void>> work) {
        return bus.messages(Channel.SESSIONS)
                .flatMap(message -> Mono.justOrEmpty(loggedOut(message)))
                .onBackpressureBuffer(MAX_WAITING, BufferOverflowStrategy.DROP_LATEST)
                .concatMap(user -> work.apply(user).onErrorResume(failure -> stays(what, failure)))
                .subscribe();
    }

    private Optional<UserId> loggedOut(byte[] message) {
        try {
            SessionsEnded ended = SessionsEnded.parse(message);
            forget(ended);
            return ended.isLogout() ? ended.user() : Optional.empty();
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.SESSIONS, e);
            return Optional.empty();
        }
    }

    /** At once, however many wait: nothing is to be stored for devices that are gone. */
    private void forget(SessionsEnded ended) {
        if (ended.user().isEmpty()) {
            devices.forgetAll();
        } else if (ended.isLogout()) {
            devices.forget(ended.user().get());
        }
    }

    private static Mono<Void> stays(String what, Throwable failure) {
        log.warn("{} of former devices stay for now", what, failure);
        return Mono.empty();
    }
}
