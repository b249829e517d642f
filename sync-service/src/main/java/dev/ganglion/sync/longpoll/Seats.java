package dev.ganglion.sync.longpoll;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.places.PlacesOfUsers;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

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

    private final PlacesOfUsers<Seat> taken =
            new PlacesOfUsers<>(
                    new PlacesOfUsers.Limits(OF_DEVICE, OF_USER), Seat::requester, Seat::end);

    /** Does a request's work with a seat for it, which is left whatever happens. */
    <T> Mono<T> during(Requester requester, Function<Seat, Mono<T>> work) {
        return taken.during(() -> new Seat(requester), work);
    }

    /** How many are taken. */
    int of(UserId user) {
        return taken.of(user);
    }
}
