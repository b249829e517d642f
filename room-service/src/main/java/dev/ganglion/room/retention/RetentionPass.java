package dev.ganglion.room.retention;

import dev.ganglion.room.purge.EventPurge;
import dev.ganglion.room.purge.Keeping;
import dev.ganglion.room.purge.Stretch;

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
    private static final int ROOMS_AT_ONCE = 200;

    private final RetentionRepository repository;
    private final EventPurge events;
    private final RetentionProperties settings;

    RetentionPass(RetentionRepository repository, EventPurge events, RetentionProperties settings) {
        this.repository = repository;
        this.events = events;
        this.settings = settings;
    }

    /** One pass over all rooms. */
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
                .flatMap(lifetime -> purge(room, lifetime));
    }

    private Mono<Void> purge(AgingRoom room, Duration lifetime) {
        return repository
                .firstYounger(room, lifetime)
                .map(first -> new Stretch(room.room().nid().value(), room.expiredUpTo(), first - 1))
                .flatMapMany(
                        due ->
                                events.purge(
                                        due,
                                        Keeping.allState(),
                                        chunk -> repository.noteExpired(room, chunk.upTo())))
                .then(repository.isLatestDue(room, lifetime))
                .filter(isDue -> isDue)
                .flatMap(_ -> events.strip(room.room(), room.latestPosition()));
    }
}
