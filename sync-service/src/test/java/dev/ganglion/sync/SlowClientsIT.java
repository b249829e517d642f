package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.testing.client.SlowClients;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;

/** Clients that wait, read nothing of what they asked for, or never end their question. */
class SlowClientsIT {
    private static final String V3 = "/_matrix/client/v3";
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
    private final SlowClients clients = new SlowClients(address());

    @AfterEach
    void everybodyGoes() {
        clients.close();
    }

    @Test
    void d04ManyWhoWaitOrDoNotReadHoldBytesAndNoThreads() {
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
            clients.begin(V3 + "/sync");
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

    private void asks(TestUser user, String path) {
        clients.ask(V3 + path, user.headerLines());
    }

    private static URI address() {
        return URI.create("http://127.0.0.1:" + Suite.port(Suite.shared().sync(0)));
    }
}
