package dev.ganglion.room.timeline;

import dev.ganglion.room.timeline.Page.Seen;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects events that a reader may see and wants to see. Events that are filtered out are passed
 * over, but not for ever: after {@value #MAX_SCANNED} the page ends where it is, perhaps empty, and
 * says where to go on.
 */
@Component
class PageReader {
    private static final int MAX_SCANNED = 2_000;
    private static final int LEAST_BATCH = 20;
    private static final int MOST_BATCH = 200;
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final TimelineRepository timeline;
    private final HistoryRepository history;

    PageReader(TimelineRepository timeline, HistoryRepository history) {
        this.timeline = timeline;
        this.history = history;
    }

    /** At most that many events of a range, in the order of the direction. */
    Mono<Page> read(
            Reader reader, Range range, Direction direction, int limit, EventFilter filter) {
        Wanted wanted = new Wanted(reader, direction, limit, filter);
        return more(wanted, Page.startingAt(range));
    }

    private record Wanted(Reader reader, Direction direction, int limit, EventFilter filter) {
        boolean isSatisfiedBy(Page page) {
            return page.reachedTheEnd()
                    || page.events().size() >= limit
                    || page.scanned() >= MAX_SCANNED
                    || page.bytes() >= MAX_BYTES;
        }
    }

    private Mono<Page> more(Wanted wanted, Page page) {
        return wanted.isSatisfiedBy(page)
                ? Mono.just(page)
                : batch(wanted, page).flatMap(next -> more(wanted, next));
    }

    private Mono<Page> batch(Wanted wanted, Page page) {
        int size = Math.clamp(wanted.limit() - page.events().size(), LEAST_BATCH, MOST_BATCH);
        return timeline.list(wanted.reader().room(), page.rest(), wanted.direction(), size)
                .flatMap(
                        events ->
                                events.isEmpty()
                                        ? Mono.just(ended(page))
                                        : historyOf(wanted.reader(), events)
                                                .map(
                                                        visible ->
                                                                extended(
                                                                        wanted, page, events,
                                                                        visible, size)));
    }

    private Mono<VisibleHistory> historyOf(Reader reader, List<StoredEvent> events) {
        long first = events.getFirst().position();
        long last = events.getLast().position();
        return history.find(reader, Math.min(first, last) - 1, Math.max(first, last));
    }

    private static Page extended(
            Wanted wanted, Page page, List<StoredEvent> events, VisibleHistory visible, int asked) {
        List<Seen> found = new ArrayList<>(page.events());
        Range rest = page.rest();
        long bytes = page.bytes();
        for (StoredEvent event : events) {
            if (found.size() >= wanted.limit() || bytes >= MAX_BYTES) {
                return new Page(found, rest, page.scanned() + events.size(), bytes);
            }
            rest = rest.beyond(event.position(), wanted.direction());
            if (visible.allows(event.position()) && wanted.filter().matches(event.event())) {
                found.add(new Seen(event, visible.membershipAfter(event.position())));
                bytes += event.event().canonicalBytes().length;
            }
        }
        Page next = new Page(found, rest, page.scanned() + events.size(), bytes);
        return events.size() < asked ? ended(next) : next;
    }

    private static Page ended(Page page) {
        return new Page(page.events(), new Range(0, 0), page.scanned(), page.bytes());
    }
}
