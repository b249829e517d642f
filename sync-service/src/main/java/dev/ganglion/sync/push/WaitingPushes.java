package dev.ganglion.sync.push;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Says when there is something new to tell pushers: only what this replica has found. */
@Component
public class WaitingPushes {
    private final Sinks.Many<Boolean> arrivals = Sinks.many().multicast().directBestEffort();

    /** A signal for each batch; those that come while nobody is ready are left out. */
    public Flux<Boolean> arrivals() {
        return arrivals.asFlux();
    }

    void announce() {
        arrivals.tryEmitNext(true);
    }
}
