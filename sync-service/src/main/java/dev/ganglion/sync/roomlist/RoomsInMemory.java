package dev.ganglion.sync.roomlist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.roomlist.RoomFactsRepository.Loaded;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts of rooms: read once, for all who have them in their lists, then moved on by events. */
@Component
class RoomsInMemory {
    private static final int MAX_ROOMS = 500_000;
    private static final int MAX_LOADS = 100;
    private static final Duration KEPT = Duration.ofHours(6);

    private final EventStream events;
    private final RoomFactsRepository repository;
    private final Cache<Long, RoomFacts> cache =
            Caffeine.newBuilder().maximumSize(MAX_ROOMS).expireAfterAccess(KEPT).build();

    RoomsInMemory(EventStream events, RoomFactsRepository repository) {
        this.events = events;
        this.repository = repository;
        events.onAppend(this::follow);
    }

    /** By the rooms' numbers, at least as new as the event stream is now. */
    Mono<Map<Long, RoomFacts>> of(Collection<Long> rooms) {
        Map<Long, RoomFacts> known = new HashMap<>(cache.getAllPresent(rooms));
        List<Long> unknown = rooms.stream().filter(room -> !known.containsKey(room)).toList();
        return unknown.isEmpty()
                ? Mono.just(known)
                : load(unknown)
                        .map(
                                loaded -> {
                                    known.putAll(loaded);
                                    return known;
                                });
    }

    private Mono<Map<Long, RoomFacts>> load(List<Long> rooms) {
        return repository
                .load(rooms)
                .delayUntil(loaded -> events.reach(loaded.asOf()))
                .flatMap(loaded -> Mono.justOrEmpty(install(loaded)))
                .repeatWhenEmpty(MAX_LOADS, again -> again);
    }

    /** Empty when what happened since it was read is in memory no more. */
    private Optional<Map<Long, RoomFacts>> install(Loaded loaded) {
        return events.at(
                position ->
                        events.between(loaded.asOf(), position)
                                .map(news -> install(loaded.rooms(), news)));
    }

    private Map<Long, RoomFacts> install(Map<Long, RoomFacts> read, List<TimelineEvent> news) {
        Map<Long, RoomFacts> now = new HashMap<>(read);
        news.forEach(
                event -> now.computeIfPresent(event.room().nid(), (_, room) -> room.after(event)));
        cache.putAll(now);
        return now;
    }

    private void follow(List<TimelineEvent> batch) {
        for (TimelineEvent event : batch) {
            cache.asMap().computeIfPresent(event.room().nid(), (_, room) -> room.after(event));
        }
    }
}
