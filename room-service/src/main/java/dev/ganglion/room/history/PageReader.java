package dev.ganglion.room.history;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.room.history.EventSource.Batch;
import dev.ganglion.room.history.EventSource.Candidate;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Collects events that a reader may see and wants to see. Events that are filtered out are passed
 * over, but not for ever: after {@value #MAX_SCANNED} the page ends where it is, perhaps empty, and
 * says where to go on.
 */
@Component
public class PageReader {
    private static final int MAX_SCANNED = 2_000;
    private static final int LEAST_BATCH = 20;
    // With an event up to three others come along, each of 64 KiB at most.
    private static final int MOST_BATCH = 100;
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final HistoryRepository history;

    PageReader(HistoryRepository history) {
        this.history = history;
    }

    /**
     * What somebody asks for.
     *
     * @param limit at most that many events
     */
    public record Wanted(
            Reader reader, Direction direction, int limit, Predicate<PduEvent> filter) {
        boolean isSatisfiedBy(Page page) {
            return page.reachedTheEnd()
                    || page.events().size() >= limit
                    || page.scanned() >= MAX_SCANNED
                    || page.bytes() >= MAX_BYTES;
        }
    }

    /** The events of a range, in the order of the direction. */
    public Mono<Page> read(Wanted wanted, Range range, EventSource source) {
        return more(wanted, source, Page.startingAt(range));
    }

    private Mono<Page> more(Wanted wanted, EventSource source, Page page) {
        return wanted.isSatisfiedBy(page)
                ? Mono.just(page)
                : batch(wanted, source, page).flatMap(next -> more(wanted, source, next));
    }

    private Mono<Page> batch(Wanted wanted, EventSource source, Page page) {
        int size = Math.clamp(wanted.limit() - page.events().size(), LEAST_BATCH, MOST_BATCH);
        return source.next(page.rest(), size)
                .flatMap(
                        batch ->
                                historyOf(wanted.reader(), batch.candidates())
                                        .map(visible -> extended(wanted, page, batch, visible)));
    }

    private Mono<VisibleHistory> historyOf(Reader reader, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return Mono.just(reader.recent());
        }
        long first = candidates.stream().flatMapToLong(PageReader::positions).min().orElseThrow();
        long last = candidates.stream().flatMapToLong(PageReader::positions).max().orElseThrow();
        return history.find(reader, first - 1, last);
    }

    private static LongStream positions(Candidate candidate) {
        return LongStream.concat(
                LongStream.of(candidate.event().position()),
                candidate.by().stream().mapToLong(Long::longValue));
    }

    private static Page extended(Wanted wanted, Page page, Batch batch, VisibleHistory visible) {
        List<Seen> found = new ArrayList<>(page.events());
        int scanned = page.scanned() + batch.scanned();
        Range rest = page.rest();
        long bytes = page.bytes();
        for (Candidate candidate : batch.candidates()) {
            if (found.size() >= wanted.limit() || bytes >= MAX_BYTES) {
                return new Page(found, rest, scanned, bytes);
            }
            rest = rest.beyond(candidate.place(), wanted.direction());
            StoredEvent event = candidate.event();
            if (positions(candidate).allMatch(visible::allows)
                    && wanted.filter().test(event.event())) {
                found.add(new Seen(event, visible.membershipAfter(event.position())));
                bytes += event.bytes();
            }
        }
        return new Page(found, batch.rest(), scanned, bytes);
    }
}
