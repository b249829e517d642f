package dev.ganglion.sync.pushgateway;

import dev.ganglion.protocol.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * Tells a gateway all that waits for a pusher, one after the other. A crash between its answer and
 * the deletion tells it again, which the gateway knows by the event's ID.
 */
@Component
class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final ClaimRepository claims;
    private final DueEventRepository events;
    private final Badges badges;
    private final Gateways gateways;
    private final PushMeters meters;
    private final Pause pause;

    Delivery(
            ClaimRepository claims,
            DueEventRepository events,
            Badges badges,
            Gateways gateways,
            PushMeters meters,
            PushGatewayProperties properties) {
        this.claims = claims;
        this.events = events;
        this.badges = badges;
        this.gateways = gateways;
        this.meters = meters;
        this.pause = new Pause(properties.maxPause());
    }

    /** Until nothing waits, an attempt fails, the claim is lost or this replica stops. */
    Mono<Void> deliver(Claim claim, BooleanSupplier mayGoOn) {
        return claim.isDead() ? claims.remove(claim) : Mono.defer(() -> next(claim, mayGoOn));
    }

    private Mono<Void> next(Claim claim, BooleanSupplier mayGoOn) {
        if (!mayGoOn.getAsBoolean()) {
            return claims.giveBack(claim);
        }
        return events.next(claim)
                .map(due -> tell(claim, due, mayGoOn))
                .defaultIfEmpty(Mono.defer(() -> atTheEnd(claim)))
                .flatMap(step -> step);
    }

    private Mono<Void> tell(Claim claim, DueEvent due, BooleanSupplier mayGoOn) {
        if (!due.isWanted() || !claim.isEnabled()) {
            return goOn(claim, due, Optional.empty(), mayGoOn);
        }
        return badges.of(claim.user(), due.position())
                .flatMap(
                        badge ->
                                gateways.send(claim.target(), Notification.of(claim, due, badge))
                                        .flatMap(
                                                answer ->
                                                        switch (answer) {
                                                            case Answer.Taken taken ->
                                                                    taken(
                                                                            claim,
                                                                            taken,
                                                                            goOn(
                                                                                    claim,
                                                                                    due,
                                                                                    Optional.of(
                                                                                            badge),
                                                                                    mayGoOn));
                                                            case Answer.Refused refused -> {
                                                                dropped(claim, refused);
                                                                yield goOn(
                                                                        claim,
                                                                        due,
                                                                        Optional.empty(),
                                                                        mayGoOn);
                                                            }
                                                            case Answer.Failed failed ->
                                                                    tryLater(claim, failed);
                                                        }));
    }

    private Mono<Void> goOn(
            Claim claim, DueEvent due, Optional<Long> badge, BooleanSupplier mayGoOn) {
        return claims.finish(claim, due.position(), badge)
                .filter(isMine -> isMine)
                .flatMap(_ -> next(badge.map(claim::told).orElse(claim), mayGoOn));
    }

    /** An event that was told has told the number with it. */
    private Mono<Void> atTheEnd(Claim claim) {
        return claim.badge().isDue() && claim.isEnabled()
                ? badges.of(claim.user(), 0).flatMap(badge -> tellBadge(claim, badge))
                : claims.release(claim, Optional.empty());
    }

    private Mono<Void> tellBadge(Claim claim, long badge) {
        if (claim.badge().last().equals(Optional.of(badge))) {
            return claims.release(claim, Optional.empty());
        }
        JsonObject notification = Notification.ofBadge(claim, badge);
        return gateways.send(claim.target(), notification)
                .flatMap(
                        answer ->
                                switch (answer) {
                                    case Answer.Taken taken ->
                                            taken(
                                                    claim,
                                                    taken,
                                                    claims.release(claim, Optional.of(badge)));
                                    case Answer.Refused refused -> {
                                        dropped(claim, refused);
                                        yield claims.release(claim, Optional.empty());
                                    }
                                    case Answer.Failed failed -> tryLater(claim, failed);
                                });
    }

    /** A gateway says nothing about keys but the one that it was given. */
    private Mono<Void> taken(Claim claim, Answer.Taken taken, Mono<Void> then) {
        meters.sent();
        if (taken.rejected().contains(claim.target().key().pushkey())) {
            meters.rejected();
            return claims.remove(claim);
        }
        return then;
    }

    private Mono<Void> tryLater(Claim claim, Answer.Failed failed) {
        meters.failed();
        log.debug("The push gateway {} failed: {}", claim.target().host(), failed.why());
        double chance = ThreadLocalRandom.current().nextDouble();
        return claims.postpone(claim, pause.after(claim.failures(), failed.pause(), chance));
    }

    private void dropped(Claim claim, Answer.Refused refused) {
        meters.dropped();
        log.debug(
                "The push gateway {} refused with status {}",
                claim.target().host(),
                refused.status());
    }
}
