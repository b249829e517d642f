package dev.ganglion.sync.longpoll;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How many requests of one device and of one user wait at this replica. The newest are the ones
 * that a client still reads, so one too many ends the oldest; it is answered as if its time were
 * up.
 */
@Component
class Seats {
    static final int OF_DEVICE = 4;
    static final int OF_USER = 100;

    /** In the order in which they were taken; the lists never change. */
    private final Map<UserId, List<Seat>> byUser = new ConcurrentHashMap<>();

    /** Does a request's work with a seat for it, which is left whatever happens. */
    <T> Mono<T> during(Requester requester, Function<Seat, Mono<T>> work) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> take(requester)),
                work,
                seat -> Mono.fromRunnable(() -> leave(seat)));
    }

    private Seat take(Requester requester) {
        Seat seat = new Seat(requester);
        List<Seat> lost = new ArrayList<>();
        byUser.compute(
                requester.userId(),
                (user, taken) -> with(taken == null ? List.of() : taken, seat, lost));
        lost.forEach(Seat::end);
        return seat;
    }

    /** Does nothing for a seat that is lost already. */
    private void leave(Seat seat) {
        byUser.computeIfPresent(
                seat.requester().userId(), (user, taken) -> emptyToNull(without(taken, seat)));
    }

    /** How many are taken. */
    int of(UserId user) {
        return byUser.getOrDefault(user, List.of()).size();
    }

    private static List<Seat> with(List<Seat> taken, Seat newest, List<Seat> lost) {
        List<Seat> ofDevice = taken.stream().filter(newest::isOfSameDevice).toList();
        if (ofDevice.size() >= OF_DEVICE) {
            lost.add(ofDevice.getFirst());
        } else if (taken.size() >= OF_USER) {
            lost.add(taken.getFirst());
        }
        List<Seat> now = new ArrayList<>(taken);
        now.removeAll(lost);
        now.add(newest);
        return List.copyOf(now);
    }

    private static List<Seat> without(List<Seat> taken, Seat gone) {
        return taken.stream().filter(seat -> !seat.equals(gone)).toList();
    }

    private static @Nullable List<Seat> emptyToNull(List<Seat> seats) {
        return seats.isEmpty() ? null : seats;
    }
}
