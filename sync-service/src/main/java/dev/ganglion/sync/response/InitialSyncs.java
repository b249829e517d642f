package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.SyncProperties;
import dev.ganglion.sync.places.PlacesOfUsers;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;

import java.time.Duration;

/**
 * The responses that read everything of every room: initial syncs and those with {@code
 * full_state}. A client needs one at a time, so few of a device and of a user run at once at this
 * replica. Another one is refused rather than an older one ended: what the older one has read so
 * far would be read for nothing, and again. Of all users together few read at once; the others take
 * turns, part by part, so that a storm of them leaves the database to those who wait for news.
 */
@Component
public class InitialSyncs {
    static final int OF_DEVICE = 2;
    static final int OF_USER = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final PlacesOfUsers<Requester> running =
            PlacesOfUsers.refusing(new PlacesOfUsers.Limits(OF_DEVICE, OF_USER), RETRY_AFTER);

    private final InstrumentedPool<Object> turns;

    InitialSyncs(SyncProperties properties) {
        this.turns =
                PoolBuilder.from(Mono.fromSupplier(Object::new))
                        .sizeBetween(0, properties.initialSyncsAtOnce())
                        .buildPool();
    }

    @PreDestroy
    void stop() {
        turns.dispose();
    }

    /** Does the work in its turn, or errors with {@code M_LIMIT_EXCEEDED}. */
    public <T> Mono<T> limit(Requester requester, Mono<T> work) {
        return running.during(() -> requester, begun -> turn(work));
    }

    /** The same for work that takes a {@link #turn} for each of its parts. */
    <T> Flux<T> limitParts(Requester requester, Flux<T> work) {
        return running.duringAll(() -> requester, begun -> work);
    }

    /** Does the work when it is its turn. Work in a turn must take no other. */
    <T> Mono<T> turn(Mono<T> work) {
        return turns.withPoolable(_ -> work).singleOrEmpty();
    }
}
