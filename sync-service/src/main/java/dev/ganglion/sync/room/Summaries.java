package dev.ganglion.sync.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.sync.event.TimelineEvent;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads room summaries for the rooms where they may have changed. All readers of a room who are
 * told of the same new member or name share one reading.
 */
@Service
public class Summaries {
    private static final int IN_MEMORY = 10_000;
    private static final Set<String> NAMES = Set.of(EventTypes.NAME, EventTypes.CANONICAL_ALIAS);

    private final SummaryRepository repository;
    private final Cache<Key, Summary> cache = Caffeine.newBuilder().maximumSize(IN_MEMORY).build();

    Summaries(SummaryRepository repository) {
        this.repository = repository;
    }

    /** A room as it is with the membership event or the name at that position. */
    private record Key(long roomNid, long position) {}

    /** Of rooms that are new to the reader, and of those where it may have changed. */
    public Mono<Map<Long, Summary>> load(Plan plan, Map<Long, Timeline> timelines) {
        Map<Long, Summary> known = new HashMap<>();
        Map<Long, Optional<Key>> unknown = new HashMap<>();
        for (RoomPlan room : plan.rooms()) {
            Optional<Key> key = lastChange(plan, room, timelines.get(room.nid()));
            Summary present = key.map(cache::getIfPresent).orElse(null);
            if (present != null && !room.isFull()) {
                known.put(room.nid(), present);
            } else if (!room.isLeft() && (room.isFull() || key.isPresent())) {
                unknown.put(room.nid(), key);
            }
        }
        if (unknown.isEmpty()) {
            return Mono.just(known);
        }
        return repository
                .read(List.copyOf(unknown.keySet()))
                .map(
                        read -> {
                            read.forEach(
                                    (room, summary) ->
                                            unknown.getOrDefault(room, Optional.empty())
                                                    .ifPresent(key -> cache.put(key, summary)));
                            known.putAll(read);
                            return known;
                        });
    }

    /** Where there is a gap, members and names may have changed within it. */
    private static Optional<Key> lastChange(Plan plan, RoomPlan room, @Nullable Timeline timeline) {
        List<TimelineEvent> events = plan.recent().get(room.nid());
        if (events == null) {
            if (timeline != null && timeline.isLimited()) {
                return Optional.of(new Key(room.nid(), room.upTo()));
            }
            events = timeline == null ? List.of() : stretch(timeline);
        }
        return events.stream()
                .filter(event -> event.isMember() || isName(event))
                .map(TimelineEvent::position)
                .reduce(Math::max)
                .map(position -> new Key(room.nid(), position));
    }

    /** What the client's filter keeps out of the timeline has happened all the same. */
    private static List<TimelineEvent> stretch(Timeline timeline) {
        return Stream.concat(timeline.events().stream(), timeline.skippedState().stream()).toList();
    }

    /** Heroes are told only while a room has no name, and have to be when it loses it. */
    private static boolean isName(TimelineEvent event) {
        return event.isState() && NAMES.contains(event.header().type());
    }
}
