package dev.ganglion.room.timeline;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.HistoryRepository;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Readers;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** The membership events of a room, now or at an earlier place. */
@Service
class MembersService {
    private final Readers readers;
    private final StateAtRepository state;
    private final HistoryRepository history;
    private final ClientEvents clientEvents;

    MembersService(
            Readers readers,
            StateAtRepository state,
            HistoryRepository history,
            ClientEvents clientEvents) {
        this.readers = readers;
        this.state = state;
        this.history = history;
        this.clientEvents = clientEvents;
    }

    Mono<List<RawJson>> list(
            Requester requester, RoomId roomId, Optional<PaginationToken> at, MemberFilter filter) {
        return readers.get(roomId, requester.userId())
                .flatMap(
                        reader ->
                                place(reader, at)
                                        .flatMap(position -> state.listMembers(reader, position)))
                .map(events -> events.stream().filter(filter::matches).toList())
                .map(events -> clientEvents.renderState(events, requester));
    }

    /**
     * The last place that the reader may look at, or the earlier one that was asked for, if it may
     * be seen.
     */
    private Mono<Long> place(Reader reader, Optional<PaginationToken> at) {
        long position = at.map(PaginationToken::position).orElse(Long.MAX_VALUE);
        if (position >= reader.readsUpTo()) {
            return Mono.just(reader.readsUpTo());
        }
        return history.find(reader, position, position)
                .filter(visible -> visible.allowsAfter(position))
                .map(visible -> position)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "You may not see the room as it was then")));
    }
}
