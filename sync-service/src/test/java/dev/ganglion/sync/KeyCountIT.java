package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

/** How many keys a device has left, as its responses say. */
class KeyCountIT {
    private static final String SIGNED = "signed_curve25519";

    private final DeviceTables devices = Suite.shared().devices();
    private final TestUser alice = Suite.shared().user("alice");

    @BeforeEach
    void theDeviceExists() {
        devices.has(alice);
    }

    @Test
    void everyResponseSaysHowManyKeysAreLeft() {
        SyncResult first = alice.syncs();
        assertThat(first.keysLeft(SIGNED)).contains(0L);
        assertThat(first.unusedFallbackKeys()).isEmpty();

        devices.uploadsKeys(alice, SIGNED, 3);
        devices.uploadsKeys(alice, "org.example.other", 2);
        devices.uploadsFallbackKey(alice, SIGNED);
        SyncResult second = alice.waitsSince(first);
        while (second.unusedFallbackKeys().isEmpty()) {
            second = alice.waitsSince(second);
        }

        assertThat(second.keysLeft(SIGNED)).contains(3L);
        assertThat(second.keysLeft("org.example.other")).contains(2L);
        assertThat(second.unusedFallbackKeys()).containsExactly(SIGNED);
        SyncResult third = alice.syncsAt(1, "since=" + second.nextBatch());
        assertThat(third.isEmpty()).isTrue();
        assertThat(third.keysLeft(SIGNED)).contains(3L);
    }

    @Test
    void aChangeEndsThePollsOfItsDeviceAndOfNoOther() {
        TestUser laptop = alice.onDevice("LAPTOP");
        devices.has(laptop);
        devices.uploadsKeys(alice, SIGNED, 3);
        devices.uploadsFallbackKey(alice, SIGNED);
        SyncResult before = settled(alice);
        var polls = alice.beginsToWait(before);
        var others = laptop.beginsToWait(settled(laptop));

        devices.losesAllKeys(alice);

        SyncResult told = polls.orTimeout(15, TimeUnit.SECONDS).join();
        assertThat(told.keysLeft(SIGNED)).contains(0L);
        assertThat(told.unusedFallbackKeys()).isEmpty();
        assertThat(others.isDone()).isFalse();
        devices.uploadsKeys(laptop, SIGNED, 1);
        assertThat(others.orTimeout(15, TimeUnit.SECONDS).join().keysLeft(SIGNED)).contains(1L);
    }

    @Test
    void countsAloneAreNoReasonToAnswer() {
        devices.uploadsKeys(alice, SIGNED, 3);
        SyncResult before = settled(alice);

        SyncResult after = alice.syncs("timeout=300&since=" + before.nextBatch());

        assertThat(after.isEmpty()).isTrue();
        assertThat(after.nextBatch()).isNotEmpty();
        assertThat(after.keysLeft(SIGNED)).contains(3L);
    }

    @Test
    void aDeviceOfTheSameIdBeginsWithNone() {
        devices.uploadsKeys(alice, SIGNED, 3);
        assertThat(settled(alice).keysLeft(SIGNED)).contains(3L);

        devices.deletesSilently(alice);
        devices.has(alice);

        assertThat(alice.syncs().keysLeft(SIGNED)).contains(0L);
    }

    /** Until nothing is new any more. */
    private static SyncResult settled(TestUser user) {
        SyncResult last = user.syncs();
        SyncResult next = user.syncsSince(last);
        while (!next.isEmpty() || next.keysLeft(SIGNED).isEmpty()) {
            last = next;
            next = user.syncsSince(last);
        }
        return next;
    }
}
