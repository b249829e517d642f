package dev.ganglion.sync.todevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.ring.FollowedStream;
import dev.ganglion.sync.ring.RingLimits;
import dev.ganglion.sync.ring.StreamSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ArrivalsTest {
    private static final UserId BOB = UserId.parse("@bob:test.local");
    private static final DeviceRef PHONE = new DeviceRef(BOB, DeviceId.parse("PHONE"));
    private static final DeviceRef LAPTOP = new DeviceRef(BOB, DeviceId.parse("LAPTOP"));

    private final Messages messages = new Messages();
    private final FollowedStream<Entry> stream =
            new FollowedStream<>(messages, new RingLimits(3, DataSize.ofMegabytes(1)));
    private final List<Long> deletions = new ArrayList<>();
    private final Arrivals arrivals =
            new Arrivals(
                    (device, position) -> Mono.fromRunnable(() -> deletions.add(position)), stream);

    @BeforeEach
    void theStreamIsFollowed() {
        catchUp();
    }

    @Test
    void aDeviceForWhichNothingCameCostsNoStatement() {
        arrive(PHONE, 0);
        assertThat(deletions).as("what is there from before").containsExactly(0L);
        sent(LAPTOP);
        sent(LAPTOP);

        arrive(PHONE, 1);
        arrive(PHONE, 2);
        arrive(PHONE, 2);

        assertThat(deletions).containsExactly(0L);
    }

    @Test
    void whatHasArrivedIsDeletedOnce() {
        arrive(PHONE, 0);
        sent(LAPTOP);
        sent(PHONE);

        arrive(PHONE, 2);
        arrive(PHONE, 2);
        arrive(PHONE, 1);

        assertThat(deletions).containsExactly(0L, 2L);
    }

    @Test
    void whoeverIsFurtherBehindThanMemoryReachesIsNotTakenForIdle() {
        arrive(PHONE, 0);
        for (int i = 0; i < 5; i++) {
            sent(LAPTOP);
        }

        arrive(PHONE, 5);

        assertThat(deletions).containsExactly(0L, 5L);
    }

    private void arrive(DeviceRef device, long position) {
        arrivals.upTo(device, position).block(Duration.ofSeconds(10));
    }

    private void sent(DeviceRef device) {
        long position = messages.all.size() + 1L;
        RawJson content = RawJson.ofTrusted(new byte[2]);
        messages.all.add(
                new Entry.Waiting(
                        new ToDeviceMessage(position, device, 1, "@a:test.local", "m.x", content)));
        catchUp();
    }

    private void catchUp() {
        stream.catchUp().block(Duration.ofSeconds(10));
    }

    private static final class Messages implements StreamSource<Entry> {
        private final List<Entry> all = new ArrayList<>();

        @Override
        public Mono<Long> lastPosition() {
            return Mono.just((long) all.size());
        }

        @Override
        public Mono<List<Entry>> after(long position, int limit) {
            return Mono.fromCallable(() -> List.copyOf(all.subList((int) position, all.size())));
        }

        @Override
        public long positionOf(Entry entry) {
            return entry.position();
        }

        @Override
        public long weightOf(Entry entry) {
            return 1;
        }

        @Override
        public int batchSize() {
            return 100;
        }
    }
}
