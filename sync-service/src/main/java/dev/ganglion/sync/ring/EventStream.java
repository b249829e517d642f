package dev.ganglion.sync.ring;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.sync.SyncProperties;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.TimelineEvent;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The stream of room events, followed. What a redaction takes away is gone from memory before the
 * redaction itself can be seen; what is purged is gone a minute after.
 */
@Component
public class EventStream {
    /** An event has at most 64 KiB, and quotes at most two others. */
    private static final int BATCH = 250;

    private final EventReader reader;
    private final FollowedStream<TimelineEvent> stream;
    private final Disposable following;

    EventStream(EventReader reader, SyncProperties properties, Bus bus) {
        this.reader = reader;
        this.stream =
                new FollowedStream<>(
                        new Source(),
                        new RingLimits(properties.ringEvents(), properties.ringMemory()));
        this.following = Following.begin(Channel.EVENTS, stream, bus);
    }

    @PreDestroy
    void stop() {
        following.dispose();
    }

    /** Up to where events have been read. */
    public long position() {
        return stream.position();
    }

    /**
     * The events above {@code after}, up to and including {@code upTo}, if all of them are in
     * memory.
     */
    public Optional<List<TimelineEvent>> between(long after, long upTo) {
        return stream.between(after, upTo);
    }

    /** Runs at one position: nothing is appended meanwhile. Nothing in it may wait. */
    public <R> R at(LongFunction<R> work) {
        return stream.at(work);
    }

    /** Reads up to that position; false when there is no such position yet. */
    public Mono<Boolean> reach(long position) {
        return stream.reach(position);
    }

    /** Reads everything that is committed now. */
    public Mono<Void> catchUp() {
        return stream.catchUp();
    }

    /** Takes out of memory what is no longer in the database. */
    public Mono<Void> forgetPurged() {
        return Mono.fromCallable(stream::positions)
                .flatMap(reader::missing)
                .doOnNext(stream::remove)
                .then();
    }

    /** Tells of every batch, under the lock of {@link #at}. Only while the service is set up. */
    public void onAppend(Consumer<List<TimelineEvent>> listener) {
        stream.onAppend(listener);
    }

    private Mono<Void> takeAwayRedacted(List<TimelineEvent> batch) {
        Set<String> redacted =
                batch.stream()
                        .filter(TimelineEvent::isRedaction)
                        .flatMap(redaction -> target(redaction).stream())
                        .collect(Collectors.toSet());
        if (redacted.isEmpty()) {
            return Mono.empty();
        }
        Set<String> stale =
                stream.named(redacted).stream()
                        .map(event -> event.header().eventId())
                        .collect(Collectors.toSet());
        return stale.isEmpty() ? Mono.empty() : reader.byId(stale).doOnNext(stream::replace).then();
    }

    private static Optional<String> target(TimelineEvent redaction) {
        JsonObject event = Json.parseObject(redaction.body().json());
        return event.object("content")
                .flatMap(content -> content.string("redacts"))
                .or(() -> event.string("redacts"));
    }

    private final class Source implements StreamSource<TimelineEvent> {
        @Override
        public Mono<Long> lastPosition() {
            return reader.lastPosition();
        }

        @Override
        public Mono<List<TimelineEvent>> after(long position, int limit) {
            return reader.after(position, limit).delayUntil(EventStream.this::takeAwayRedacted);
        }

        @Override
        public long positionOf(TimelineEvent event) {
            return event.position();
        }

        @Override
        public long weightOf(TimelineEvent event) {
            return event.weight();
        }

        /** By what a redaction names: every event that shows something of the one redacted. */
        @Override
        public List<String> namesOf(TimelineEvent event) {
            return event.shownIds();
        }

        @Override
        public int batchSize() {
            return BATCH;
        }
    }
}
