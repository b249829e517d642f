package dev.ganglion.sync.longpoll;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.service.identity.Requester;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One request that may wait. It is woken at most once and remembers it, so it can be opened before
 * the last look at what is there: nothing gets lost in between. Close it whatever happens.
 */
public final class LongPoll {
    private final Seat seat;
    private final Set<Long> rooms;
    private final boolean wantsPresence;
    private final Sinks.One<Wake> woken = Sinks.one();

    LongPoll(Seat seat, Set<Long> rooms, boolean wantsPresence) {
        this.seat = seat;
        this.rooms = rooms;
        this.wantsPresence = wantsPresence;
    }

    /** Waits no longer than that. Goes on outside of the thread that woke it. */
    public Mono<Wake> await(Duration timeout) {
        return Mono.firstWithSignal(woken.asMono(), seat.ended())
                .publishOn(Schedulers.parallel())
                .timeout(timeout, Mono.just(Wake.TIMEOUT));
    }

    Requester requester() {
        return seat.requester();
    }

    boolean isOf(DeviceId device) {
        return requester().deviceId().equals(Optional.of(device));
    }

    Set<Long> rooms() {
        return rooms;
    }

    boolean wantsPresence() {
        return wantsPresence;
    }

    void wake(Wake why) {
        woken.tryEmitValue(why);
    }

    /** The session is over: {@code M_UNKNOWN_TOKEN}. */
    void revoke() {
        woken.tryEmitError(MatrixException.unknownToken(false));
    }
}
