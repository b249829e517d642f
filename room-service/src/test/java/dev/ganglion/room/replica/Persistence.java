package dev.ganglion.room.replica;

import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.room.RoomCaller;

import org.springframework.http.HttpMethod;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Writers that send without a pause, and what is not answered with 200 again under its transaction
 * ID until it is.
 */
final class Persistence implements AutoCloseable {
    private final String room;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean isOver;

    Persistence(String room, List<RoomCaller> writers) {
        this.room = room;
        this.threads =
                IntStream.range(0, writers.size())
                        .mapToObj(i -> Thread.ofVirtual().start(() -> writeAll(writers.get(i), i)))
                        .toList();
    }

    /** Returns once every writer had the time to send another message. */
    void awaitSends(Duration atMost) {
        int before = acknowledged.size();
        await().atMost(atMost).until(() -> acknowledged.size() >= before + threads.size());
    }

    /** All events that were acknowledged; no message is on its way any more. */
    List<String> end() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (!unexpected.isEmpty()) {
            throw new AssertionError("Neither 200 nor 503: " + unexpected);
        }
        return List.copyOf(acknowledged);
    }

    @Override
    public void close() {
        isOver = true;
    }

    private void writeAll(RoomCaller writer, int number) {
        for (int message = 0; !isOver; message++) {
            write(writer, "w" + number + "-" + message);
        }
    }

    private void write(RoomCaller writer, String transaction) {
        while (true) {
            var answer =
                    writer.call(
                                    HttpMethod.PUT,
                                    "{\"msgtype\":\"m.text\",\"body\":\"hello\"}",
                                    "/rooms/{room}/send/m.room.message/{txnId}",
                                    room,
                                    transaction)
                            .expectBody()
                            .returnResult();
            int status = answer.getStatus().value();
            if (status == 200) {
                byte[] body = Objects.requireNonNull(answer.getResponseBody());
                acknowledged.add(Json.parseObject(body).string("event_id").orElseThrow());
                return;
            }
            if (status != 503) {
                unexpected.add(status + " to " + transaction);
                return;
            }
        }
    }
}
