package dev.ganglion.acceptance;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Two hundred clients that all send into one room at once. */
final class Crush {
    private static final int CLIENTS = 200;
    private static final int MESSAGES_EACH = 5;
    private static final long RETRY_NANOS = 20_000_000;

    private final RoomId room;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final CountDownLatch running = new CountDownLatch(CLIENTS);

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

    static int size() {
        return CLIENTS * MESSAGES_EACH;
    }

    boolean isOver() {
        return running.getCount() == 0;
    }

    /** The different events that it has made so far. */
    int eventCount() {
        return sent.size();
    }

    private void sendAll(MatrixSession session, int client) {
        try {
            for (int number = 0; number < MESSAGES_EACH; number++) {
                sent.add(send(session, "crush-" + client + "-" + number));
            }
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
