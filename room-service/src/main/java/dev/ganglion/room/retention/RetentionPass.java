package dev.ganglion.room.retention;

import dev.ganglion.room.purge.EventPurge;
import dev.ganglion.room.purge.Keeping;
import dev.ganglion.room.purge.PurgeProperties;
import dev.ganglion.room.purge.Stretch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/**
 * Goes over the rooms and deletes their messages that have had their life; state stays. The event
 * in which a room's graph ends stays too, without its content.
 *
 * <p>The age of a message counts from when the database wrote it to what the database takes for
 * now: no replica's clock, and nothing that a sender says, makes a message go too early. Events
 * from before that was recorded count from their {@code origin_server_ts}. Messages go in the order
 * of the stream, so that none goes before an older one.
 *
 * <p>Until a pass comes by, a message whose time is up can be read: it goes late by the interval
 * between passes at most, and then for everybody at once. To hide it before would take a look at
 * the room's policy at every reading, and would still leave it in the memory of clients.
 */
@Service
class RetentionPass {
    private static final Logger log = LoggerFactory.getLogger(RetentionPass.class);
    private static final int ROOMS_AT_ONCE = 200;

    private final RetentionRepository repository;
    private final EventPurge events;
    private final RetentionProperties settings;
    private final PurgeProperties purging;

    RetentionPass(
            RetentionRepository repository,
            EventPurge events,
            RetentionProperties settings,
            PurgeProperties purging) {
        this.repository = repository;
        this.events = events;
        this.settings = settings;
        this.purging = purging;
    }

    /** One pass over all rooms. A room that fails is left for the next pass. */
    Mono<Void> run() {
        return page(0).expand(
                        rooms ->
                                rooms.size() < ROOMS_AT_ONCE
                                        ? Mono.empty()
                                        : page(rooms.getLast().room().nid().value()))
                .concatMap(rooms -> Flux.fromIterable(rooms).concatMap(this::purge), 1)
                .then();
    }

    private Mono<List<AgingRoom>> page(long after) {
        return repository.list(after, !settings.hasDefault(), ROOMS_AT_ONCE).collectList();
    }

    private Mono<Void> purge(AgingRoom room) {
        return Mono.justOrEmpty(room.exceededLifetime(settings))
                .flatMap(lifetime -> purge(room, lifetime))
                .onErrorResume(failure -> failed(room, failure));
    }

    private static Mono<Void> failed(AgingRoom room, Throwable failure) {
        log.warn("What is too old in {} did not go", room.room().roomId(), failure);
        return Mono.empty();
    }

    private Mono<Void> purge(AgingRoom room, Duration lifetime) {
        return step(room, lifetime, room.expiredUpTo())
                .expand(done -> done.isLast() ? Mono.empty() : step(room, lifetime, done.upTo()))
                .then(Mono.defer(() -> repository.isLatestDue(room, lifetime)))
                .filter(isDue -> isDue)
                .flatMap(_ -> events.strip(room.room(), room.latestPosition()));
    }

    /** However much is due, no statement looks at more events than one transaction deletes. */
    private Mono<Due> step(AgingRoom room, Duration lifetime, long after) {
        return repository
                .findDue(room, after, lifetime, purging.chunk())
                .delayUntil(due -> purge(room, after, due));
    }

    private Mono<Void> purge(AgingRoom room, long after, Due due) {
        return events.purge(
                        new Stretch(room.room().nid().value(), after, due.upTo()),
                        Keeping.allState(),
                        chunk -> repository.noteExpired(room, chunk.upTo()))
                .then();
    }
}
