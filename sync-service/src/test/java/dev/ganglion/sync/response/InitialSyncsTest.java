package dev.ganglion.sync.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.junit.jupiter.api.Test;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.stream.IntStream;

class InitialSyncsTest {
    private final InitialSyncs syncs = new InitialSyncs();

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
