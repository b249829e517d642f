package dev.ganglion.moderation.alert;

import dev.ganglion.moderation.policy.CurrentPolicy;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.service.lease.Lease;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * Sends alerts to the admin room in the order in which they were raised, on one replica at a time.
 * A crash between sending and marking sends the same transaction again, which is one event.
 */
@Component
class AlertDelivery implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(AlertDelivery.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int BATCH = 50;

    /** A step whose end got lost must not stop all alerts for ever. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    private final Alerts alerts;
    private final CurrentPolicy policies;
    private final AdminRoom adminRoom;
    private final Disposable delivering;

    AlertDelivery(Alerts alerts, CurrentPolicy policies, AdminRoom adminRoom, Lease lease) {
        this.alerts = alerts;
        this.policies = policies;
        this.adminRoom = adminRoom;
        this.delivering = lease.whileHeld("alert-delivery", Mono.defer(this::deliverForEver));
    }

    private Mono<Void> deliverForEver() {
        return Flux.interval(Duration.ZERO, BETWEEN_LOOKS)
                .onBackpressureDrop()
                .concatMap(_ -> deliver().onErrorResume(AlertDelivery::pause), 1)
                .then();
    }

    private static Mono<Void> pause(Throwable failure) {
        log.warn("Alerts wait for the admin room: {}", failure.toString());
        return Mono.delay(PAUSE).then();
    }

    /** Alerts wait for as long as there is no admin room. */
    private Mono<Void> deliver() {
        return policies.get()
                .timeout(LONGEST_STEP)
                .flatMap(active -> Mono.justOrEmpty(active.policy().alertRoom()))
                .flatMap(
                        room ->
                                alerts.listUndelivered(BATCH)
                                        .collectList()
                                        .timeout(LONGEST_STEP)
                                        .flatMapIterable(pending -> pending)
                                        .concatMap(alert -> deliver(room, alert))
                                        .then());
    }

    private Mono<Void> deliver(RoomIdOrAlias room, Alert alert) {
        return adminRoom.send(room, alert).then(alerts.markDelivered(alert)).timeout(LONGEST_STEP);
    }

    @Override
    public void destroy() {
        delivering.dispose();
    }
}
