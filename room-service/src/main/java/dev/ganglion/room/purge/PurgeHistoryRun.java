package dev.ganglion.room.purge;

import dev.ganglion.service.config.ServerProperties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/** Does the purges of history that were asked for, one after the other. */
@Service
class PurgeHistoryRun {
    private static final Logger log = LoggerFactory.getLogger(PurgeHistoryRun.class);
    private static final int MAX_ATTEMPTS = 10;
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final PurgeJobRepository jobs;
    private final EventPurge events;
    private final ServerProperties server;

    PurgeHistoryRun(PurgeJobRepository jobs, EventPurge events, ServerProperties server) {
        this.jobs = jobs;
        this.events = events;
        this.server = server;
    }

    /** Completes when all that are under way are done, or have failed for now. */
    Mono<Void> round() {
        return jobs.listActive()
                .collectList()
                .filter(active -> !active.isEmpty())
                .flatMap(this::runAll);
    }

    /** What is long over is forgotten when there is something new. */
    private Mono<Void> runAll(List<PurgeJob> active) {
        return Flux.fromIterable(active).concatMap(this::run).then(jobs.forget(REMEMBERED));
    }

    private Mono<Void> run(PurgeJob job) {
        return events.purge(job.rest(), keeping(job), chunk -> note(job, chunk))
                .then(jobs.complete(job))
                .onErrorResume(failure -> failed(job, failure));
    }

    private Keeping keeping(PurgeJob job) {
        return job.deletesLocalEvents()
                ? Keeping.stateInForce()
                : Keeping.stateInForce().andAllOf(server.serverName());
    }

    private Mono<Void> note(PurgeJob job, PurgedChunk chunk) {
        Mono<Void> advanced = jobs.advance(job, chunk.upTo());
        return job.deletesLocalEvents()
                ? advanced.then(jobs.endHistoryAt(job, chunk.upTo()))
                : advanced;
    }

    private Mono<Void> failed(PurgeJob job, Throwable failure) {
        log.warn("The purge {} did not get through", job.purgeId(), failure);
        return jobs.fail(job, String.valueOf(failure.getMessage()), MAX_ATTEMPTS);
    }
}
