package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that wait, read nothing of what they asked for, or never end their question. */
class SlowClientsIT {
    private static final int WAITING = 400;
    private static final int OF_DEVICE = 4;
    private static final int SLOW = 60;
    private static final int UNENDING = 60;
    private static final int MESSAGES = 20;

    /** Far fewer than the clients there are. */
    private static final int FEW_THREADS = 40;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void everybodyGoes() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void d04ManyWhoWaitOrDoNotReadHoldBytesAndNoThreads() throws IOException {
        String room = alice.createsRoom(bob);
        bob.joins(room);
        for (int number = 0; number < MESSAGES; number++) {
            alice.sends(room, "x".repeat(40_000) + number);
        }
        SyncIT.awaitMessage(bob, "", room, "x".repeat(40_000) + (MESSAGES - 1));
        int before = ManagementFactory.getThreadMXBean().getThreadCount();

        for (int number = 0; number < WAITING; number++) {
            TestUser waiting = alice.onDevice("W" + number / OF_DEVICE);
            asks(waiting, "/sync?timeout=50000&since=" + alice.syncs().nextBatch());
        }
        for (int number = 0; number < SLOW; number++) {
            asks(bob.onDevice("S" + number), "/sync?full_state=true");
        }
        for (int number = 0; number < UNENDING; number++) {
            writes("GET /_matrix/client/v3/sync HTTP/1.1\r\nHost: a\r\nX-Never: ");
        }

        TestUser carol = Suite.shared().user("carol");
        TestUser dave = Suite.shared().user("dave");
        String other = carol.createsRoom(dave);
        dave.joins(other);
        SyncResult joined = SyncIT.awaitJoin(dave, other);
        var poll = dave.beginsToWait(joined);
        carol.sends(other, "hello");

        await().atMost(PATIENCE).until(poll::isDone);
        assertThat(poll.join().messages(other)).containsExactly("hello");
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before)
                .isLessThan(FEW_THREADS);
    }

    private void asks(TestUser user, String path) throws IOException {
        writes(
                "GET /_matrix/client/v3%s HTTP/1.1\r\nHost: a\r\n%s\r\n"
                        .formatted(path, user.headerLines()));
    }

    /** Nothing is ever read from the socket, which takes in little on its own. */
    private void writes(String request) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Suite.port(Suite.shared().sync(0))));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
