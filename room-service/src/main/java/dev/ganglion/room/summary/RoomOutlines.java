package dev.ganglion.room.summary;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.membership.AllowedRooms;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the rooms that somebody may look at from outside. */
@Service
public class RoomOutlines {
    private final RoomStateRepository states;
    private final AllowedRooms allowedRooms;

    RoomOutlines(RoomStateRepository states, AllowedRooms allowedRooms) {
        this.states = states;
        this.allowedRooms = allowedRooms;
    }

    /**
     * Those of the rooms that exist and that the reader may look at, in no order. Two round trips
     * at most, whatever their number.
     */
    public Flux<RoomOutline> listVisible(Collection<String> roomIds, UserId reader) {
        return states.list(roomIds, RoomOutline.TYPES, Optional.of(reader))
                .map(RoomOutline::of)
                .collectList()
                .flatMapMany(outlines -> visible(outlines, reader));
    }

    /** Whether the reader, if there is one, may look at a room. */
    Mono<Boolean> isVisible(RoomOutline outline, Optional<UserId> reader) {
        return outline.isForAnybody() || reader.isEmpty()
                ? Mono.just(outline.isForAnybody())
                : visible(List.of(outline), reader.get()).hasElements();
    }

    private Flux<RoomOutline> visible(List<RoomOutline> outlines, UserId reader) {
        Set<String> undecided =
                outlines.stream()
                        .flatMap(outline -> outline.undecided().stream())
                        .collect(Collectors.toSet());
        return allowedRooms
                .joinedAmong(reader, undecided)
                .flatMapIterable(
                        joined ->
                                outlines.stream()
                                        .filter(outline -> outline.isFor(joined))
                                        .toList());
    }
}
