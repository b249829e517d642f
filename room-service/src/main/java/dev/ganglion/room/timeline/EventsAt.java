package dev.ganglion.room.timeline;

import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.StoredEvent;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads events at many positions, some at a time, and no more of them than an answer may hold: an
 * event and what is bundled with it have 64 KiB each.
 */
@Component
class EventsAt {
    private static final int EVENTS_AT_ONCE = 100;

    private final TimelineRepository timeline;

    EventsAt(TimelineRepository timeline) {
        this.timeline = timeline;
    }

    private record Read(Map<Long, StoredEvent> events, long bytes) {
        Read with(List<StoredEvent> more) {
            Map<Long, StoredEvent> all = new HashMap<>(events);
            more.forEach(event -> all.put(event.position(), event));
            return new Read(all, bytes + more.stream().mapToLong(StoredEvent::bytes).sum());
        }
    }

    /**
     * By their positions. Those that come first are read first; the rest is left out when so many
     * bytes have been read.
     *
     * @param readers one user as a reader of each room that the events are of
     */
    Mono<Map<Long, StoredEvent>> read(
            Collection<Reader> readers, Collection<Long> positions, long maxBytes) {
        return Flux.fromStream(positions.stream().distinct())
                .buffer(EVENTS_AT_ONCE)
                .concatMap(some -> timeline.list(readers, some))
                .scan(new Read(Map.of(), 0), Read::with)
                .takeUntil(read -> read.bytes() >= maxBytes)
                .last()
                .map(Read::events);
    }
}
