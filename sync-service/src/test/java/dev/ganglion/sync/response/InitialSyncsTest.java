package dev.ganglion.sync.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.SyncProperties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class InitialSyncsTest {
    private static final int TURNS = 10;

    private final InitialSyncs syncs =
            new InitialSyncs(
                    new SyncProperties(
                            100, DataSize.ofMegabytes(1), Duration.ofSeconds(1), 1, 1, TURNS));

    @AfterEach
    void stop() {
        syncs.stop();
    }

    @Test
    void ofADeviceFewRunAtOnce() {
        IntStream.range(0, InitialSyncs.OF_DEVICE).forEach(number -> runs("PHONE"));

        assertRefused("PHONE");
        assertServed("LAPTOP");
    }

    @Test
    void ofAUserFewRunAtOnceOnHoweverManyDevices() {
        IntStream.range(0, InitialSyncs.OF_USER).forEach(number -> runs("D" + number));

        assertRefused("ANOTHER");
    }

    @Test
    void oneThatHasEndedMakesRoomHoweverItEnded() {
        IntStream.range(0, InitialSyncs.OF_DEVICE)
                .mapToObj(number -> runs("PHONE"))
                .toList()
                .forEach(Disposable::dispose);
        IntStream.range(0, 10).forEach(number -> assertServed("PHONE"));
        IntStream.range(0, 10).forEach(number -> fails("PHONE"));

        assertServed("PHONE");
    }

    @Test
    void workBeyondTheTurnsWaitsForOneAndIsDoneInOrder() {
        List<Disposable> running =
                IntStream.range(0, TURNS)
                        .mapToObj(number -> syncs.turn(Mono.never()).subscribe())
                        .toList();
        List<Integer> done = new ArrayList<>();
        IntStream.range(0, 3)
                .forEach(
                        number ->
                                syncs.turn(Mono.fromRunnable(() -> done.add(number))).subscribe());

        assertThat(done).isEmpty();
        running.getFirst().dispose();
        assertThat(done).containsExactly(0, 1, 2);
    }

    @Test
    void whoGoesAwayWhileWaitingTakesNoTurn() {
        List<Disposable> running =
                IntStream.range(0, TURNS)
                        .mapToObj(number -> syncs.turn(Mono.never()).subscribe())
                        .toList();
        IntStream.range(0, 50)
                .mapToObj(number -> syncs.turn(Mono.never()).subscribe())
                .toList()
                .forEach(Disposable::dispose);
        running.forEach(Disposable::dispose);

        assertServed("PHONE");
        assertThat(syncs.turn(Mono.just("done")).block()).isEqualTo("done");
    }

    private void assertServed(String device) {
        assertThat(syncs.limit(device(device), Mono.just("served")).block()).isEqualTo("served");
    }

    private void assertRefused(String device) {
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> syncs.limit(device(device), Mono.just("served")).block())
                .satisfies(
                        refusal -> {
                            assertThat(refusal.errorCode()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
                            assertThat(refusal.fields()).containsKey("retry_after_ms");
                        });
    }

    private Disposable runs(String device) {
        return syncs.limit(device(device), Mono.never()).subscribe();
    }

    private void fails(String device) {
        syncs.limit(device(device), Mono.error(new IllegalArgumentException("failed")))
                .onErrorComplete()
                .block();
    }

    private static Requester device(String name) {
        return new Requester(
                UserId.parse("@alice:test.local"),
                Optional.of(DeviceId.parse(name)),
                false,
                false,
                Optional.empty());
    }
}
