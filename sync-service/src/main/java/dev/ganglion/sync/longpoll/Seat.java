package dev.ganglion.sync.longpoll;

import dev.ganglion.service.identity.Requester;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A request's right to wait, for as long as no newer request of its user needs the place. */
public final class Seat {
    private final Requester requester;
    private final Sinks.One<Wake> ended = Sinks.one();

    Seat(Requester requester) {
        this.requester = requester;
    }

    Requester requester() {
        return requester;
    }

    /** Whoever has lost the seat waits no more, and never again. */
    void end() {
        ended.tryEmitValue(Wake.CROWDED_OUT);
    }

    /** Comes at once when the seat is lost already. */
    Mono<Wake> ended() {
        return ended.asMono();
    }
}
