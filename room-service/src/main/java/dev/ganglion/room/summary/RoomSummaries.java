package dev.ganglion.room.summary;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads what rooms show of themselves. */
@Service
public class RoomSummaries {
    private final RoomStateRepository states;
    private final RoomOutlines outlines;

    RoomSummaries(RoomStateRepository states, RoomOutlines outlines) {
        this.states = states;
        this.outlines = outlines;
    }

    /**
     * Of those of the rooms that exist, in no order and in one round trip. Who may see them is the
     * caller's to have decided.
     *
     * @param reader empty for what is shown to everybody
     */
    public Flux<RoomSummary> list(Collection<RoomId> rooms, Optional<UserId> reader) {
        return states.list(rooms.stream().map(RoomId::value).toList(), RoomSummary.TYPES, reader)
                .map(RoomSummary::of);
    }

    /**
     * What a room shows to a reader, or to somebody without an account. {@code M_NOT_FOUND} in the
     * same words for rooms that do not exist and those that the reader may not look at.
     */
    Mono<JsonObject> get(RoomId room, Optional<UserId> reader) {
        return states.list(List.of(room.value()), RoomSummary.TYPES, reader)
                .next()
                .filterWhen(state -> outlines.isVisible(RoomOutline.of(state), reader))
                .map(state -> summary(state, reader.isPresent()))
                .switchIfEmpty(Mono.error(RoomSummaries::notFound));
    }

    private static JsonObject summary(RoomState state, boolean isKnownReader) {
        RoomSummary summary = RoomSummary.of(state);
        Optional<Membership> membership = state.membership();
        return isKnownReader ? summary.jsonFor(membership) : summary.json();
    }

    static MatrixException notFound() {
        return MatrixException.notFound("There is no such room");
    }
}
