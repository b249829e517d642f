package dev.ganglion.room.delayedevent;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** Forgets events that have been over for long, and counts those that wait. */
@Service
class Housekeeping {
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);
    private static final int CHUNK = 500;

    private final HousekeepingRepository repository;
    private final DelayedEventProperties limits;
    private final DelayedEventMeters meters;

    Housekeeping(
            HousekeepingRepository repository,
            DelayedEventProperties limits,
            DelayedEventMeters meters) {
        this.repository = repository;
        this.limits = limits;
        this.meters = meters;
    }

    /** Forgets all that is old enough, and counts. */
    Mono<Void> round() {
        return repository
                .forgetFinalised(limits.finalisedRetention(), CHUNK)
                .timeout(LONGEST_STEP)
                .repeat()
                .takeUntil(forgotten -> forgotten < CHUNK)
                .then(repository.countScheduled().timeout(LONGEST_STEP))
                .doOnNext(meters::scheduled)
                .then();
    }
}
