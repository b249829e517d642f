package dev.ganglion.sync.digest;

import dev.ganglion.sync.digest.DigestClaim.Attempt;
import dev.ganglion.sync.digest.DigestMailer.Outcome;
import dev.ganglion.sync.push.Said;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides what becomes of a pusher that is due. A mail has a number before it is asked for, so that
 * it goes out once, whoever asks again after a crash.
 */
@Component
class DigestDelivery {
    private final DigestRepository digests;
    private final MissedEventRepository events;
    private final DigestMailer mailer;
    private final DigestMeters meters;
    private final Pauses pauses;

    DigestDelivery(
            DigestRepository digests,
            MissedEventRepository events,
            DigestMailer mailer,
            DigestMeters meters,
            DigestProperties properties) {
        this.digests = digests;
        this.events = events;
        this.mailer = mailer;
        this.meters = meters;
        this.pauses = Pauses.of(properties);
    }

    Mono<Void> deliver(DigestClaim claim) {
        return events.list(claim).flatMap(waiting -> decide(claim, waiting));
    }

    private Mono<Void> decide(DigestClaim claim, List<MissedEvent> waiting) {
        Optional<MissedEvent> oldest =
                waiting.stream()
                        .filter(_ -> claim.isEnabled())
                        .filter(MissedEvent::isMissed)
                        .findFirst();
        if (oldest.isEmpty()) {
            return digests.release(claim, last(waiting), false);
        }
        if (claim.pending().isPresent()) {
            return send(claim, claim.pending().orElseThrow(), waiting);
        }
        Duration wait = pauses.untilMail(oldest.orElseThrow().age(), claim.past());
        return wait.isPositive()
                ? digests.postpone(claim, wait)
                : digests.begin(claim, last(waiting))
                        .flatMap(attempt -> send(claim, attempt, waiting));
    }

    /** Of a mail that was asked for before nothing may be left now: then it is not needed. */
    private Mono<Void> send(DigestClaim claim, Attempt attempt, List<MissedEvent> waiting) {
        List<Said> missed =
                waiting.stream()
                        .filter(event -> event.position() <= attempt.upTo())
                        .flatMap(event -> event.said().stream())
                        .toList();
        boolean isMoreWaiting = last(waiting) > attempt.upTo();
        if (missed.isEmpty()) {
            return digests.release(claim, attempt.upTo(), isMoreWaiting);
        }
        return mailer.send(claim.user(), Digest.of(attempt.number(), claim.address(), missed))
                .doOnNext(meters::count)
                .flatMap(outcome -> conclude(claim, attempt, isMoreWaiting, outcome));
    }

    private Mono<Void> conclude(
            DigestClaim claim, Attempt attempt, boolean isMoreWaiting, Outcome outcome) {
        return switch (outcome) {
            case SENT, REFUSED -> digests.finish(claim, attempt, isMoreWaiting);
            case FAILED -> digests.retry(claim, pauseAfterFailure(claim), true);
            case UNKNOWN -> digests.retry(claim, pauseAfterFailure(claim), false);
            case GONE -> digests.remove(claim);
        };
    }

    private Duration pauseAfterFailure(DigestClaim claim) {
        return pauses.afterFailure(claim.failures(), ThreadLocalRandom.current().nextDouble());
    }

    private static long last(List<MissedEvent> waiting) {
        return waiting.isEmpty() ? 0 : waiting.getLast().position();
    }
}
