package dev.ganglion.acceptance;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;
import dev.ganglion.testing.client.SyncAnswer;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Syncs in a thread of its own until it is told to stop, and keeps every timeline event in the
 * order it came. Where a timeline is limited, it fetches what lies between, as clients do.
 */
final class Reader implements AutoCloseable {
    private static final Duration LONG_POLL = Duration.ofSeconds(5);
    private static final int PAGE = 100;
    private static final long RETRY_NANOS = 20_000_000;

    private final MatrixSession session;
    private final Duration pause;
    private final Consumer<RuntimeException> outages;
    private final Set<String> events = ConcurrentHashMap.newKeySet();
    private final Map<RoomId, List<String>> eventsByRoom = new HashMap<>();
    private final Thread thread;
    private volatile boolean isStopped;
    private String since;

    /**
     * Begins after what the user could see so far.
     *
     * @param pause after each answer, for a client has more to do than to ask
     * @param outages gets what each failed request failed with
     */
    Reader(MatrixSession session, Duration pause, Consumer<RuntimeException> outages) {
        this.session = session;
        this.pause = pause;
        this.outages = outages;
        this.since = session.sync().nextBatch();
        this.thread = Thread.ofVirtual().start(this::read);
    }

    /** The event IDs of a room, as they arrived. */
    List<String> eventsOf(RoomId room) {
        synchronized (eventsByRoom) {
            return List.copyOf(eventsByRoom.getOrDefault(room, List.of()));
        }
    }

    /** Whether all of these have arrived. */
    boolean hasSeen(Collection<String> eventIds) {
        return events.containsAll(eventIds);
    }

    /** How many different events have arrived. */
    int eventCount() {
        return events.size();
    }

    @Override
    public String toString() {
        return session.userId() + " with " + eventCount() + " events";
    }

    @Override
    public void close() {
        isStopped = true;
        try {
            thread.join(LONG_POLL.multipliedBy(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        while (!isStopped) {
            try {
                take(session.sync(since, LONG_POLL));
                LockSupport.parkNanos(pause.toNanos());
            } catch (UncheckedIOException | MatrixError outage) {
                outages.accept(outage);
                // A client asks again from where it was.
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void take(SyncAnswer answer) {
        Map<RoomId, List<String>> news = new HashMap<>();
        answer.joinedRooms().forEach(room -> news.put(room, newsOf(room, answer)));
        synchronized (eventsByRoom) {
            news.forEach(
                    (room, arrived) ->
                            eventsByRoom
                                    .computeIfAbsent(room, _ -> new ArrayList<>())
                                    .addAll(arrived));
        }
        news.values().forEach(events::addAll);
        since = answer.nextBatch();
    }

    private List<String> newsOf(RoomId room, SyncAnswer answer) {
        JsonObject timeline =
                answer.joined(room)
                        .flatMap(joined -> joined.object("timeline"))
                        .orElse(JsonObject.EMPTY);
        List<String> arrived = ids(timeline.array("events").orElse(JsonArray.EMPTY));
        if (timeline.bool("limited").orElse(false)) {
            arrived.addAll(0, missed(room, timeline.string("prev_batch").orElseThrow()));
        }
        return arrived;
    }

    /** The events between the last sync and the first event of this one, oldest first. */
    private List<String> missed(RoomId room, String prevBatch) {
        List<String> between = new ArrayList<>();
        Optional<String> from = Optional.of(prevBatch);
        while (from.isPresent()) {
            JsonObject page = session.messages(room, "b", from, Optional.of(since), PAGE);
            ids(page.array("chunk").orElse(JsonArray.EMPTY)).forEach(between::addFirst);
            from = page.string("end");
        }
        return between;
    }

    private static List<String> ids(JsonArray events) {
        return new ArrayList<>(
                events.objects().map(event -> event.string("event_id").orElseThrow()).toList());
    }
}
