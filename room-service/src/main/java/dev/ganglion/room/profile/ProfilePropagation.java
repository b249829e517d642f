package dev.ganglion.room.profile;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.profile.PropagationRepository.JoinedRoom;
import dev.ganglion.room.profile.PropagationRepository.Propagation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

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
 * field that changes meanwhile begins again, so that every room ends with what the profile says.
 */
@Component
class ProfilePropagation {
    private static final Logger log = LoggerFactory.getLogger(ProfilePropagation.class);

    private static final int FIELDS_AT_ONCE = 8;
    private static final int ROOMS_AT_ONCE = 4;
    private static final int CHUNK = 20;
    // Whoever has not finished a chunk within its patience writes no more: the claim outlives it.
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final PropagationRepository propagations;
    private final ProfileRepository profiles;
    private final RoomProfiles rooms;
    private final Duration pause;
    private final Counter told;

    ProfilePropagation(
            PropagationRepository propagations,
            ProfileRepository profiles,
            RoomProfiles rooms,
            PropagationProperties settings,
            MeterRegistry meters) {
        this.propagations = propagations;
        this.profiles = profiles;
        this.rooms = rooms;
        this.pause = Duration.ofSeconds(1).multipliedBy(CHUNK).dividedBy(settings.roomsPerSecond());
        this.told = meters.counter("ganglion_profile_rooms_told_total");
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
    private Mono<Void> tellAll(Propagation propagation) {
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
                                tellChunk(propagation, chunk)
                                        .timeout(PATIENCE)
                                        .then(Mono.defer(() -> goOn(propagation, chunk))));
    }

    private Mono<Void> tellChunk(Propagation propagation, List<JoinedRoom> chunk) {
        return profiles.find(propagation.user())
                .map(profile -> profile.keeping(List.of(propagation.field())))
                .flatMap(value -> tellChunk(propagation, chunk, value));
    }

    private Mono<Void> tellChunk(
            Propagation propagation, List<JoinedRoom> chunk, JsonObject value) {
        return Flux.fromIterable(chunk)
                .flatMap(
                        room ->
                                rooms.tell(
                                                room.roomId(),
                                                propagation.user(),
                                                propagation.field(),
                                                value)
                                        .doOnSuccess(_ -> told.increment()),
                        ROOMS_AT_ONCE)
                .then();
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
