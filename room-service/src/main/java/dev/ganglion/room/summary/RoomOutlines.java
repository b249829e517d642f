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
    /** A room may allow the members of a thousand others. */
    private static final int DECIDED_AT_ONCE = 64;

    private final RoomStateRepository states;
    private final AllowedRooms allowedRooms;

    RoomOutlines(RoomStateRepository states, AllowedRooms allowedRooms) {
        this.states = states;
        this.allowedRooms = allowedRooms;
    }

    /**
     * Those of the rooms that exist and that the reader may look at, in no order. Two round trips,
     * and more only where the rooms are very many or what their events say is very long.
     */
    public Flux<RoomOutline> listVisible(Collection<String> roomIds, UserId reader) {
        return states.list(roomIds, RoomOutline.TYPES, Optional.of(reader))
                .map(RoomOutline::of)
                .buffer(DECIDED_AT_ONCE)
                .concatMap(outlines -> visible(outlines, reader), 1)
                .map(RoomOutline::decided);
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
