package dev.ganglion.acceptance;

import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Two hundred clients that all send into one room at once, message after message, until the end.
 */
final class Crush implements AutoCloseable {
    private static final int CLIENTS = 200;
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    private static final long RETRY_NANOS = 20_000_000;

    private final RoomId room;
    private final AtomicInteger messages = new AtomicInteger();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final CountDownLatch running = new CountDownLatch(CLIENTS);
    private volatile boolean isEnding;

    private Crush(RoomId room) {
        this.room = room;
    }

    /** Begins with it. */
    static Crush of(List<MatrixSession> people, RoomId room) {
        Crush crush = new Crush(room);
        IntStream.range(0, CLIENTS)
                .forEach(
                        client -> {
                            MatrixSession session = people.get(client % people.size());
                            Thread.ofVirtual().start(() -> crush.sendAll(session, client));
                        });
        return crush;
    }

    /** Every client sends what it has begun to send, and no more. */
    @Override
    public void close() {
        isEnding = true;
        await().atMost(LONGEST_END).until(() -> running.getCount() == 0);
    }

    /** The messages that its clients have begun to send, at least one each. */
    int messageCount() {
        return messages.get();
    }

    /** The different events that were made of them. */
    int eventCount() {
        return sent.size();
    }

    private void sendAll(MatrixSession session, int client) {
        try {
            int number = 0;
            do {
                messages.incrementAndGet();
                sent.add(send(session, "crush-" + client + "-" + number++));
            } while (!isEnding);
        } finally {
            running.countDown();
        }
    }

    /** A client that is asked to wait sends again under the same transaction ID. */
    private String send(MatrixSession session, String txnId) {
        while (true) {
            try {
                JsonObject content = JsonObject.of("body", txnId);
                return session.send(room, "m.room.message", txnId, content).value();
            } catch (MatrixError busy) {
                if (busy.status() != 503) {
                    throw busy;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
