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

/** Tells some rooms at a time what a profile says. */
@Component
class ProfileTeller {
    /** Whoever has not finished within it writes no more. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(ProfileTeller.class);

    private static final int ROOMS_AT_ONCE = 4;

    private final ProfileRepository profiles;
    private final RoomProfiles rooms;
    private final Counter told;
    private final Counter skipped;

    ProfileTeller(ProfileRepository profiles, RoomProfiles rooms, MeterRegistry meters) {
        this.profiles = profiles;
        this.rooms = rooms;
        this.told = meters.counter("ganglion.profile.rooms.told");
        this.skipped = meters.counter("ganglion.profile.rooms.skipped");
    }

    private record Failed(JoinedRoom room, Throwable failure) {}

    /** Fails when one of the rooms cannot be told; others may have been. */
    Mono<Void> tellAll(Propagation propagation, List<JoinedRoom> chunk) {
        return value(propagation)
                .flatMap(
                        value ->
                                Flux.fromIterable(chunk)
                                        .flatMap(
                                                room -> tell(propagation, room, value),
                                                ROOMS_AT_ONCE)
                                        .then())
                .timeout(PATIENCE);
    }

    /**
     * Passes over rooms that cannot be told, in the log and counted. Fails when none can: then it
     * is not the rooms.
     */
    Mono<Void> tellEach(Propagation propagation, List<JoinedRoom> chunk) {
        Duration each = PATIENCE.dividedBy(Math.ceilDiv(chunk.size(), ROOMS_AT_ONCE));
        return value(propagation)
                .flatMapMany(
                        value ->
                                Flux.fromIterable(chunk)
                                        .flatMap(
                                                room ->
                                                        tell(propagation, room, value)
                                                                .timeout(each)
                                                                .then(Mono.<Failed>empty())
                                                                .onErrorResume(
                                                                        failure ->
                                                                                Mono.just(
                                                                                        new Failed(
                                                                                                room,
                                                                                                failure))),
                                                ROOMS_AT_ONCE))
                .collectList()
                .flatMap(failed -> passedOver(propagation, failed, chunk.size()));
    }

    private Mono<Void> passedOver(Propagation propagation, List<Failed> failed, int all) {
        if (failed.size() == all) {
            return Mono.error(failed.getFirst().failure());
        }
        failed.forEach(
                one -> {
                    log.warn(
                            "{} is not told of the profile of {}: {}",
                            one.room().roomId(),
                            propagation.user(),
                            one.failure().toString());
                    skipped.increment();
                });
        return Mono.empty();
    }

    private Mono<JsonObject> value(Propagation propagation) {
        return profiles.find(propagation.user())
                .map(profile -> profile.keeping(List.of(propagation.field())));
    }

    private Mono<Void> tell(Propagation propagation, JoinedRoom room, JsonObject value) {
        return rooms.tell(room.roomId(), propagation.user(), propagation.field(), value)
                .doOnSuccess(_ -> told.increment());
    }
}
