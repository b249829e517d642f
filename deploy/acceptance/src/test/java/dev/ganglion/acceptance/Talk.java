package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** All writers of a crowd write in all its rooms at once, while its readers sync. */
final class Talk implements AutoCloseable {
    private static final int MESSAGES_EACH = 500;
    private static final Duration LONGEST_TALK = Duration.ofMinutes(5);
    private static final Duration LONGEST_STALL = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final long RETRY_NANOS = 20_000_000;
    private static final long PACE_NANOS = 200_000_000;

    private final Crowd crowd;
    private final String name;
    private final List<Reader> readers;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<RuntimeException> outages = new ConcurrentLinkedQueue<>();

    /**
     * The readers read from now on.
     *
     * @param name makes its transaction IDs different from those of other talks
     */
    Talk(Crowd crowd, String name) {
        this.crowd = crowd;
        this.name = name;
        this.readers =
                IntStream.range(0, crowd.readers().size())
                        .parallel()
                        .mapToObj(this::reader)
                        .toList();
    }

    /**
     * Every writer sends every message. After each disturbance no reader is stuck for long.
     *
     * @param disturbances happen one after the other, spread over the talk
     */
    void writeEverything(Runnable... disturbances) {
        int all = crowd.writers().size() * MESSAGES_EACH;
        List<CompletableFuture<Void>> writing =
                IntStream.range(0, crowd.writers().size())
                        .mapToObj(writer -> writing(() -> write(writer)))
                        .toList();
        for (int number = 1; number <= disturbances.length; number++) {
            int due = all * number / (disturbances.length + 1);
            await().atMost(LONGEST_TALK).until(() -> acknowledged.size() >= due);
            disturbances[number - 1].run();
            String news =
                    send(crowd.writers().getFirst(), crowd.rooms().getFirst(), "after" + number);
            everyReaderSees(List.of(news));
        }
        writing.forEach(CompletableFuture::join);
        assertThat(acknowledged).hasSize(all + disturbances.length);
    }

    /** Every writer writes, at an even pace, until that has happened. */
    void writeDuring(Runnable disturbance) {
        AtomicBoolean isOver = new AtomicBoolean();
        List<CompletableFuture<Void>> writing =
                IntStream.range(0, crowd.writers().size())
                        .mapToObj(writer -> writing(() -> write(writer, isOver)))
                        .toList();
        try {
            disturbance.run();
        } finally {
            isOver.set(true);
            writing.forEach(CompletableFuture::join);
        }
        assertThat(acknowledged).hasSizeGreaterThan(crowd.writers().size());
    }

    /** Fails as the writer does. */
    private static CompletableFuture<Void> writing(Runnable work) {
        return CompletableFuture.runAsync(work, each -> Thread.ofVirtual().start(each));
    }

    /** Requests that somebody had to send again, as they failed. */
    List<RuntimeException> outages() {
        return List.copyOf(outages);
    }

    /**
     * Every reader has every acknowledged event exactly once and none besides, in the one order in
     * which pages tell it too.
     */
    void assertCompleteAndInOrder() {
        everyReaderSees(List.copyOf(acknowledged));
        assertThat(acknowledged).doesNotHaveDuplicates();
        assertThat(readers).extracting(Reader::eventCount).containsOnly(acknowledged.size());
        for (RoomId room : crowd.rooms()) {
            List<String> order = messagesOf(room);
            assertThat(order).doesNotHaveDuplicates();
            for (Reader reader : readers) {
                List<String> seen = reader.eventsOf(room);
                assertThat(seen).isEqualTo(order.subList(order.size() - seen.size(), order.size()));
            }
        }
    }

    @Override
    public void close() {
        readers.parallelStream().forEach(Reader::close);
    }

    /** From a reader that asks again at once to one that takes its time. */
    private Reader reader(int number) {
        return new Reader(
                crowd.readers().get(number),
                LONGEST_PAUSE.multipliedBy(number).dividedBy(crowd.readers().size()),
                outages::add);
    }

    private void everyReaderSees(List<String> events) {
        await().atMost(LONGEST_STALL)
                .untilAsserted(
                        () ->
                                assertThat(readers)
                                        .filteredOn(reader -> !reader.hasSeen(events))
                                        .as("readers that miss some of %d events", events.size())
                                        .isEmpty());
    }

    private void write(int writer) {
        for (int number = 0; number < MESSAGES_EACH; number++) {
            write(writer, number);
        }
    }

    private void write(int writer, AtomicBoolean isOver) {
        for (int number = 0; !isOver.get(); number++) {
            write(writer, number);
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void write(int writer, int number) {
        List<RoomId> rooms = crowd.rooms();
        RoomId room = rooms.get((writer + number) % rooms.size());
        send(crowd.writers().get(writer), room, "m" + number);
    }

    /** A client that hears nothing, or 5xx, sends again under the same transaction ID. */
    private String send(MatrixSession writer, RoomId room, String text) {
        JsonObject content =
                JsonObject.builder().put("msgtype", "m.text").put("body", text).build();
        while (true) {
            try {
                String event =
                        writer.send(room, "m.room.message", name + "-" + text, content).value();
                acknowledged.add(event);
                return event;
            } catch (UncheckedIOException outage) {
                outages.add(outage);
            } catch (MatrixError refused) {
                if (refused.status() < 500) {
                    throw refused;
                }
                outages.add(refused);
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private List<String> messagesOf(RoomId room) {
        MatrixSession anyone = crowd.writers().getFirst();
        List<String> events = new ArrayList<>();
        Optional<String> from = Optional.empty();
        do {
            JsonObject page = anyone.messages(room, "f", from, 1_000);
            page.array("chunk")
                    .orElse(JsonArray.EMPTY)
                    .objects()
                    .forEach(event -> events.add(event.string("event_id").orElseThrow()));
            from = page.string("end");
        } while (from.isPresent());
        return events;
    }
}
