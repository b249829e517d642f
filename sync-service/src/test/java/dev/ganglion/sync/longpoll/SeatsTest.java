package dev.ganglion.sync.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.junit.jupiter.api.Test;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class SeatsTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");

    private final Seats seats = new Seats();
    private final List<String> ended = new ArrayList<>();

    @Test
    void oneTooManyOfADeviceEndsTheOldestOfThatDevice() {
        waits("LAPTOP", "laptop");
        IntStream.rangeClosed(1, Seats.OF_DEVICE).forEach(number -> waits("PHONE", "p" + number));
        assertThat(ended).isEmpty();

        waits("PHONE", "one more");
        assertThat(ended).containsExactly("p1");

        waits("PHONE", "and another");
        assertThat(ended).containsExactly("p1", "p2");
        assertThat(seats.of(ALICE)).isEqualTo(Seats.OF_DEVICE + 1);
    }

    @Test
    void oneTooManyOfAUserEndsTheOldestOfAll() {
        IntStream.rangeClosed(1, Seats.OF_USER).forEach(number -> waits("D" + number, "" + number));
        assertThat(ended).isEmpty();

        waits("ANOTHER", "another");

        assertThat(ended).containsExactly("1");
        assertThat(seats.of(ALICE)).isEqualTo(Seats.OF_USER);
    }

    @Test
    void whoDisconnectsLeavesTheSeat() {
        List<Disposable> requests =
                IntStream.range(0, Seats.OF_DEVICE)
                        .mapToObj(number -> waits("PHONE", "gone"))
                        .toList();

        requests.forEach(Disposable::dispose);
        waits("PHONE", "next");

        assertThat(ended).isEmpty();
        assertThat(seats.of(ALICE)).isEqualTo(1);
    }

    @Test
    void whoFailsOrIsAnsweredLeavesTheSeat() {
        Requester phone = device("PHONE");

        seats.during(phone, seat -> Mono.just("answer")).subscribe();
        seats.during(phone, seat -> Mono.error(new IllegalArgumentException("failed")))
                .onErrorComplete()
                .subscribe();

        assertThat(seats.of(ALICE)).isZero();
    }

    /** A request that waits until it has lost its seat. */
    private Disposable waits(String device, String name) {
        return seats.during(device(device), Seat::ended).subscribe(why -> ended.add(name));
    }

    private static Requester device(String name) {
        return new Requester(
                ALICE, Optional.of(DeviceId.parse(name)), false, false, Optional.empty());
    }
}
