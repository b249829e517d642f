package dev.ganglion.room.timeline;

import dev.ganglion.room.history.Direction;
import dev.ganglion.room.history.Page;
import dev.ganglion.room.history.PageReader;
import dev.ganglion.room.history.PageReader.Wanted;
import dev.ganglion.room.history.Range;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Seen;
import dev.ganglion.service.stream.PaginationToken;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** The end of a room's history as a reader sees it, for whoever shows a room all at once. */
@Component
public class NewestEvents {
    private final PageReader pages;
    private final TimelineRepository timeline;

    NewestEvents(PageReader pages, TimelineRepository timeline) {
        this.pages = pages;
        this.timeline = timeline;
    }

    /**
     * A stretch of history.
     *
     * @param start where the history before it begins; empty when there is none
     * @param end where what comes later begins
     * @param events oldest first
     */
    public record Stretch(Optional<String> start, String end, List<Seen> events) {}

    /**
     * As many of the newest events as {@code /messages} would give for that limit; fails with
     * {@code M_INVALID_PARAM} for one below 1.
     */
    public Mono<Stretch> read(Reader reader, @Nullable Integer limit) {
        Wanted newest =
                new Wanted(reader, Direction.BACKWARDS, PageRequest.limit(limit, 1), _ -> true);
        return pages.read(
                        newest, Range.readableBy(reader), timeline.in(reader, Direction.BACKWARDS))
                .map(page -> stretch(reader, page));
    }

    private static Stretch stretch(Reader reader, Page page) {
        return new Stretch(
                page.next(Direction.BACKWARDS),
                PaginationToken.after(reader.readsUpTo()).toString(),
                page.events().reversed());
    }
}
