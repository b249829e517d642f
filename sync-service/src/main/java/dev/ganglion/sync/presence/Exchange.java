package dev.ganglion.sync.presence;

import dev.ganglion.sync.presence.PresenceStore.Answer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Says to Redis what was heard of users, and has it look at those whose time has come. After Redis
 * was away nobody's time has come before all replicas have had the time to say who is there.
 */
@Component
class Exchange {
    /** How often. */
    static final Duration TICK = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final int AT_ONCE = 200;

    private final PresenceStore store;
    private final PresenceRepository repository;
    private final Devices devices;
    private final Outbox outbox;
    private final PresenceProperties properties;
    private final Clock clock;
    private final Counter refused;
    private volatile boolean isAway = true;
    private volatile long dueFrom;
    private volatile long ahead;
    private volatile int epoch;

    Exchange(
            PresenceStore store,
            PresenceRepository repository,
            Devices devices,
            Outbox outbox,
            PresenceProperties properties,
            Clock clock,
            MeterRegistry metrics) {
        this.store = store;
        this.repository = repository;
        this.devices = devices;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
        this.refused = metrics.counter("ganglion.presence.refused.users");
    }

    /** Milliseconds since 1970 by the clock of Redis, as far as it is known. */
    long now() {
        return clock.millis() + ahead;
    }

    /** The epoch that Redis last answered; 0 before. */
    int epoch() {
        return epoch;
    }

    /** Never fails: what Redis has not heard is said again. */
    Mono<Void> round() {
        return Mono.defer(
                () -> {
                    List<Sign> said = outbox.takeAll();
                    List<Sign> living = devices.signs();
                    List<Sign> all = new ArrayList<>(said);
                    all.addAll(living);
                    return Flux.fromIterable(pages(all))
                            .concatMap(page -> store.take(page, due()))
                            .concatMap(this::answered)
                            .then()
                            .onErrorResume(
                                    failure -> {
                                        outbox.putBack(said);
                                        devices.unheard(living);
                                        lost(failure);
                                        return Mono.empty();
                                    });
                });
    }

    /** At once; put off when Redis is away. */
    Mono<Void> say(Sign sign) {
        return store.take(List.of(sign), 0)
                .flatMap(this::answered)
                .onErrorResume(
                        failure -> {
                            outbox.add(sign);
                            lost(failure);
                            return Mono.empty();
                        });
    }

    /** A clock that has been set back delays it no longer. */
    private int due() {
        long left = dueFrom - clock.millis();
        return left <= 0 || left > properties.offlineAfter().toMillis() ? AT_ONCE : 0;
    }

    private Mono<Void> answered(Answer answer) {
        ahead = answer.now() - clock.millis();
        if (isAway || (epoch != 0 && answer.epoch() != epoch)) {
            isAway = false;
            dueFrom = clock.millis() + properties.offlineAfter().toMillis();
            devices.unheard();
        }
        epoch = answer.epoch();
        refused.increment(answer.refused());
        return Flux.fromIterable(answer.wanting())
                .concatMap(
                        user ->
                                repository
                                        .find(user)
                                        .map(stored -> stored.statusMessage().orElse(""))
                                        .defaultIfEmpty("")
                                        .doOnNext(text -> outbox.add(Sign.message(user, text))))
                .then();
    }

    private void lost(Throwable failure) {
        if (!isAway) {
            log.warn("Presence is not told for now: {}", failure.toString());
        }
        isAway = true;
    }

    /** One empty page when there is nothing to say. */
    private static List<List<Sign>> pages(List<Sign> all) {
        List<List<Sign>> pages = new ArrayList<>();
        for (int from = 0; from == 0 || from < all.size(); from += AT_ONCE) {
            pages.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return pages;
    }
}
