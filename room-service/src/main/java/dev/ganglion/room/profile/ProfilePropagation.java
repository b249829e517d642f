package dev.ganglion.room.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.ganglion.room.profile.PropagationRepository.JoinedRoom;
import dev.ganglion.room.profile.PropagationRepository.Propagation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/**
 * Carries changed display names and avatars into the rooms of their users, some rooms at a time. A
 * replica that goes away leaves its work to another, which goes on where the last chunk ended; a
 * field that changes meanwhile begins again, so that every room ends with what the profile says,
 * but for those that fail again and again while others do not.
 */
@Component
class ProfilePropagation {
    private static final Logger log = LoggerFactory.getLogger(ProfilePropagation.class);

    private static final int FIELDS_AT_ONCE = 8;
    private static final int CHUNK = 20;
    // Whoever has not finished a chunk within its patience writes no more: the claim outlives it.
    private static final Duration CLAIM = ProfileTeller.PATIENCE.plusSeconds(10);

    /**
     * After so many the rooms of a chunk are told each for itself, and the bad ones passed over.
     */
    private static final int MOST_FAILURES = 3;

    private static final int MOST_REMEMBERED = 10_000;

    private final PropagationRepository propagations;
    private final ProfileTeller teller;
    private final Duration pause;

    /** How often this replica has tried where they stand. */
    private final Cache<Propagation, Integer> failures =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .expireAfterWrite(CLAIM.multipliedBy(20))
                    .build();

    ProfilePropagation(
            PropagationRepository propagations,
            ProfileTeller teller,
            PropagationProperties settings) {
        this.propagations = propagations;
        this.teller = teller;
        this.pause = Duration.ofSeconds(1).multipliedBy(CHUNK).dividedBy(settings.roomsPerSecond());
    }

    /** Completes when nothing is left to do, or when others are at work on it. */
    Mono<Void> carryOn() {
        return propagations
                .claim(FIELDS_AT_ONCE, CLAIM)
                .collectList()
                .filter(claimed -> !claimed.isEmpty())
                .flatMap(
                        claimed ->
                                Flux.fromIterable(claimed)
                                        .flatMap(this::tellAll, FIELDS_AT_ONCE)
                                        .then(Mono.defer(this::carryOn)));
    }

    /** What fails is tried again when the claim has run out. */
    Mono<Void> tellAll(Propagation propagation) {
        return tellRest(propagation)
                .onErrorResume(
                        failure -> {
                            log.warn(
                                    "The profile of {} has not reached all rooms and will be carried on: {}",
                                    propagation.user(),
                                    failure.toString());
                            return Mono.empty();
                        });
    }

    private Mono<Void> tellRest(Propagation propagation) {
        return propagations
                .listRooms(propagation, CHUNK)
                .collectList()
                .flatMap(
                        chunk ->
                                tell(propagation, chunk)
                                        .then(Mono.defer(() -> goOn(propagation, chunk))));
    }

    private Mono<Void> tell(Propagation propagation, List<JoinedRoom> chunk) {
        Integer before = failures.getIfPresent(propagation);
        int times = before == null ? 0 : before;
        return (times < MOST_FAILURES || chunk.isEmpty()
                        ? teller.tellAll(propagation, chunk)
                        : teller.tellEach(propagation, chunk))
                .doOnError(_ -> failures.put(propagation, times + 1));
    }

    private Mono<Void> goOn(Propagation propagation, List<JoinedRoom> chunk) {
        if (chunk.size() < CHUNK) {
            return propagations
                    .finish(propagation)
                    .flatMap(done -> done ? Mono.empty() : propagations.release(propagation));
        }
        Propagation further = propagation.upTo(chunk.getLast().nid());
        return propagations
                .advance(further, CLAIM)
                .flatMap(
                        advanced ->
                                advanced
                                        ? Mono.delay(pause).then(tellRest(further))
                                        : propagations.release(propagation));
    }
}
