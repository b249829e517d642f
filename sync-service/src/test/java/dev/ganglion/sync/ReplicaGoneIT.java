package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A replica stops while requests wait at it, and clients go on at another one. */
class ReplicaGoneIT {
    private final Suite.Mortal service = Suite.mortal(Map.of());
    private final TestUser alice = service.user("alice");
    private final TestUser bob = service.user("bob");
    private String room = "";

    @BeforeEach
    void aRoomOfTwo() {
        room = alice.createsRoom(bob);
        bob.joins(room);
        SyncIT.awaitJoin(bob, room);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void p4WhoeverWaitsIsAnsweredWithNothingNewWhenAReplicaStops() {
        SlidingClient client = new SlidingClient(alice, SlidingClient.all(1, "[]"));
        client.until(answer -> answer.has(room));
        CompletableFuture<SlidingClient.Answer> sliding = client.beginsToWait();
        CompletableFuture<SyncResult> waiting = bob.beginsToWait(bob.syncs());
        await().until(() -> service.gauge("ganglion.long.poll.users") == 2);

        service.stops();

        assertThat(waiting.join().isEmpty()).isTrue();
        assertThat(sliding.join().rooms()).isEmpty();
        service.starts();
    }

    @Test
    void p3TokensAndPositionsOfAReplicaThatIsGoneMissAndDoubleNothing() {
        SlidingClient client = new SlidingClient(bob, SlidingClient.all(20, "[]"));
        alice.sends(room, "before");
        client.until(answer -> answer.messages(room).contains("before"));
        SyncResult before = SyncIT.awaitMessage(bob, "", room, "before");

        service.stops();
        alice.sends(room, "meanwhile");
        service.starts();
        TestUser again = bob.at(service.port());
        alice.sends(room, "after");

        List<String> told = new ArrayList<>();
        client.by(again)
                .until(
                        answer -> {
                            told.addAll(answer.messages(room));
                            return told.contains("after");
                        });
        assertThat(told).containsExactly("meanwhile", "after");
        assertThat(synced(again, before)).containsExactly("meanwhile", "after");
    }

    private List<String> synced(TestUser user, SyncResult before) {
        List<String> messages = new ArrayList<>();
        SyncResult last = before;
        while (!messages.contains("after")) {
            last = user.waitsSince(last);
            messages.addAll(last.messages(room));
        }
        return messages;
    }
}
