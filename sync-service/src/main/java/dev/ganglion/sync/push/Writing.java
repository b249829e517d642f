package dev.ganglion.sync.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;

/** Writes what notifies whom, within the transaction of the caller's chain. */
@Component
class Writing {
    private static final int NOTICES_AT_ONCE = 2_000;

    private final WaitingPushRepository repository;
    private final PushProperties properties;
    private final Counter collapsed;

    Writing(WaitingPushRepository repository, PushProperties properties, MeterRegistry meters) {
        this.repository = repository;
        this.properties = properties;
        this.collapsed =
                Counter.builder("ganglion.push.collapsed")
                        .description("Pushes that made place for later ones")
                        .register(meters);
    }

    /** Whether something waits for anybody's pusher then. */
    Mono<Boolean> of(List<Notice> notices) {
        return Flux.fromIterable(notices)
                .buffer(NOTICES_AT_ONCE)
                .concatMap(this::add)
                .reduce(false, Boolean::logicalOr);
    }

    private Mono<Boolean> add(List<Notice> notices) {
        return repository
                .add(notices)
                .flatMap(
                        pushers ->
                                pushers.isEmpty()
                                        ? Mono.just(false)
                                        : repository
                                                .keepLatest(pushers, properties.maxWaiting())
                                                .doOnNext(collapsed::increment)
                                                .thenReturn(true));
    }
}
