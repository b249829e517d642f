package dev.ganglion.room.search;

import dev.ganglion.room.follow.StreamCursors;
import dev.ganglion.room.follow.StreamReader;
import dev.ganglion.room.search.IndexedEvent.Text;
import dev.ganglion.service.database.SqlStates;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps the words of all events, a moment after they are sent. An event that the database cannot
 * index is passed over, said in the log and counted: batches get smaller until it stands alone.
 */
@Component
class WordIndexer implements StreamReader {
    private static final Logger log = LoggerFactory.getLogger(WordIndexer.class);
    private static final String NAME = "search";
    private static final int MOST_EVENTS = 256;

    /**
     * Data that cannot be held, constraints, limits of the program: another try changes nothing.
     */
    private static final Set<String> HOPELESS = Set.of("22", "23", "54");

    private final WordRepository words;
    private final StreamCursors cursors;
    private final TransactionalOperator transaction;
    private final SearchLanguage language;
    private final Counter skipped;

    /** Used by the one chain that reads. */
    private volatile int limit = MOST_EVENTS;

    WordIndexer(
            WordRepository words,
            StreamCursors cursors,
            TransactionalOperator transaction,
            SearchLanguage language,
            MeterRegistry meters) {
        this.words = words;
        this.cursors = cursors;
        this.transaction = transaction;
        this.language = language;
        this.skipped = meters.counter("ganglion.search.skipped.events");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String form() {
        return language.form();
    }

    @Override
    public Mono<Void> clear() {
        return words.deleteAll();
    }

    @Override
    public Mono<Long> read(long after, long upTo) {
        int asked = limit;
        return words.list(after, upTo, asked)
                .collectList()
                .flatMap(
                        events -> {
                            long reached =
                                    events.size() < asked ? upTo : events.getLast().position();
                            return write(events, after, reached)
                                    .doOnSuccess(_ -> limit = Math.min(2 * asked, MOST_EVENTS))
                                    .onErrorResume(
                                            WordIndexer::isHopeless,
                                            failure -> without(events, after, failure));
                        });
    }

    private Mono<Long> write(List<IndexedEvent> events, long after, long reached) {
        return Mono.defer(
                        () ->
                                words.insert(events.stream().flatMap(WordIndexer::text).toList())
                                        .then(words.deleteRedacted(redacted(events))))
                .then(cursors.advance(NAME, after, reached))
                .as(transaction::transactional)
                .thenReturn(reached);
    }

    /** Half of the events the next time, or none if it is this one. */
    private Mono<Long> without(List<IndexedEvent> events, long after, Throwable failure) {
        if (events.size() > 1) {
            limit = events.size() / 2;
            return Mono.just(after);
        }
        long position = events.getFirst().position();
        log.warn(
                "The event at {} cannot be searched: {}",
                position,
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        skipped.increment();
        return cursors.advance(NAME, after, position).thenReturn(position);
    }

    private static Stream<Text> text(IndexedEvent event) {
        return event.text().stream();
    }

    private static List<String> redacted(List<IndexedEvent> events) {
        return events.stream().flatMap(event -> event.redacts().stream()).toList();
    }

    private static boolean isHopeless(Throwable failure) {
        return SqlStates.classOf(failure).filter(HOPELESS::contains).isPresent();
    }
}
