package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Many requests of one device that wait at the same time. */
class LongPollIT {
    private static final int OF_DEVICE = 4;

    private final TestUser alice = Suite.shared().user("alice");

    @Test
    void oneTooManyOfADeviceEndsAnOlderOneAtOnceAndEmpty() {
        String room = alice.createsRoom();
        SyncResult before = SyncIT.awaitJoin(alice, room);
        var laptop = alice.onDevice("LAPTOP").beginsToWait(before);

        List<CompletableFuture<SyncResult>> polls =
                Stream.generate(() -> alice.beginsToWait(before)).limit(OF_DEVICE + 1).toList();
        firstOf(polls).join();

        var waiting = polls.stream().filter(poll -> !poll.isDone()).toList();
        var ended = polls.stream().filter(CompletableFuture::isDone).toList();
        assertThat(waiting).hasSize(OF_DEVICE);
        assertThat(ended).singleElement().matches(poll -> poll.join().isEmpty());
        alice.sends(room, "for all who wait");
        assertThat(waiting).allSatisfy(poll -> assertThat(poll.join().messages(room)).hasSize(1));
        assertThat(laptop.join().messages(room)).hasSize(1);
    }

    /** Long before the time of any of them is up. */
    private static CompletableFuture<Object> firstOf(List<CompletableFuture<SyncResult>> polls) {
        return CompletableFuture.anyOf(polls.toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS);
    }
}
