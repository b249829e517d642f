package dev.ganglion.sync.devicelist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.service.database.Rows;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.ring.EventStream;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which rooms are encrypted: asked once, and then known from the event stream. */
@Component
class EncryptedRooms {
    private static final int MAX_ROOMS = 200_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final DatabaseClient database;
    private final Cache<Long, Boolean> known =
            Caffeine.newBuilder().maximumSize(MAX_ROOMS).expireAfterAccess(KEPT).build();

    EncryptedRooms(DatabaseClient database, EventStream events) {
        this.database = database;
        events.onAppend(
                batch -> batch.stream().filter(EncryptedRooms::isBegin).forEach(this::note));
    }

    /** Whether a room becomes encrypted by it. */
    static boolean isBegin(TimelineEvent event) {
        return event.isState()
                && event.header().type().equals("m.room.encryption")
                && event.header().stateKey().orElseThrow().isEmpty();
    }

    /** Whether any of these is encrypted. Asks at most once for each. */
    Mono<Boolean> isAny(Set<Long> rooms) {
        List<Long> unknown =
                rooms.stream().filter(room -> known.getIfPresent(room) == null).toList();
        if (rooms.stream().anyMatch(room -> Boolean.TRUE.equals(known.getIfPresent(room)))) {
            return Mono.just(true);
        }
        return unknown.isEmpty()
                ? Mono.just(false)
                : load(unknown)
                        .doOnNext(encrypted -> note(unknown, encrypted))
                        .map(encrypted -> !encrypted.isEmpty());
    }

    private void note(TimelineEvent event) {
        known.put(event.room().nid(), true);
    }

    /** What was seen on the stream meanwhile is newer. */
    private void note(Collection<Long> asked, Set<Long> encrypted) {
        asked.forEach(room -> known.asMap().putIfAbsent(room, encrypted.contains(room)));
    }

    /** Relies on room_state_current. */
    private Mono<Set<Long>> load(Collection<Long> rooms) {
        return database.sql(
                        """
                        select e.room_nid
                        from rooms.room_state e
                        where e.room_nid = any(:rooms) and e.type = 'm.room.encryption'
                          and e.state_key = '' and e.valid_to is null
                        """)
                .bind("rooms", rooms.toArray(Long[]::new))
                .map(row -> Rows.number(row, "room_nid"))
                .all()
                .collect(Collectors.toSet());
    }
}
