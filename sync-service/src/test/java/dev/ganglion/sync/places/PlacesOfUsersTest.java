package dev.ganglion.sync.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.places.PlacesOfUsers.Limits;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

class PlacesOfUsersTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");

    private record Place(Requester requester, int number) {}

    private final Queue<Integer> lost = new ConcurrentLinkedQueue<>();

    @Test
    void howeverManyComeAtOnceEachOneTooManyEndsOne() {
        PlacesOfUsers<Place> places =
                new PlacesOfUsers<>(
                        new Limits(3, 5), Place::requester, place -> lost.add(place.number()));

        Flux.range(0, 200)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .doOnNext(number -> take(places, "PHONE", number))
                .sequential()
                .blockLast();

        assertThat(places.of(ALICE)).isEqualTo(3);
        assertThat(lost.stream().distinct()).hasSize(197);
    }

    @Test
    void anErrorLeavesThePlacesToThoseWhoHaveThem() {
        PlacesOfUsers<Place> places =
                new PlacesOfUsers<>(
                        new Limits(1, 2),
                        Place::requester,
                        place -> {
                            throw new IllegalArgumentException("number " + place.number());
                        });
        take(places, "PHONE", 1);
        take(places, "LAPTOP", 2);

        take(places, "LAPTOP", 3);
        take(places, "TABLET", 4);

        assertThat(lost).containsExactly(3, 4);
        assertThat(places.of(ALICE)).isEqualTo(2);
    }

    /** A request that never ends by itself; one that gets no place is lost. */
    private void take(PlacesOfUsers<Place> places, String device, int number) {
        places.during(() -> place(device, number), place -> Mono.never())
                .subscribe(answer -> {}, error -> lost.add(number));
    }

    private static Place place(String device, int number) {
        return new Place(
                new Requester(
                        ALICE, Optional.of(DeviceId.parse(device)), false, false, Optional.empty()),
                number);
    }
}
