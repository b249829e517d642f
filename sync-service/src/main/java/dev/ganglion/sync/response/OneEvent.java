package dev.ganglion.sync.response;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.room.EventChunk;
import dev.ganglion.sync.room.EventChunks;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.room.SyncContexts;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** A single event, of whatever room it is. */
@Service
class OneEvent {
    private final EventReader reader;
    private final Streams streams;
    private final JoinedRooms joinedRooms;
    private final SyncContexts contexts;
    private final EventChunks chunks;

    OneEvent(
            EventReader reader,
            Streams streams,
            JoinedRooms joinedRooms,
            SyncContexts contexts,
            EventChunks chunks) {
        this.reader = reader;
        this.streams = streams;
        this.joinedRooms = joinedRooms;
        this.contexts = contexts;
        this.chunks = chunks;
    }

    /**
     * {@code M_NOT_FOUND}, in the same words, for what is not there and what is not for the user.
     */
    Mono<RawJson> get(Requester requester, EventId id) {
        return reader.byId(List.of(id.value()))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
                .flatMap(event -> shown(requester, event))
                .filter(chunk -> !chunk.isEmpty())
                .map(OneEvent::json)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("There is no such event")));
    }

    private Mono<EventChunk> shown(Requester requester, TimelineEvent event) {
        return context(requester, event).flatMap(context -> chunks.single(context, event));
    }

    private Mono<SyncContext> context(Requester requester, TimelineEvent event) {
        return joinedRooms
                .snapshot(requester.userId())
                .flatMap(
                        snapshot ->
                                contexts.of(
                                        requester,
                                        SyncFilter.EVERYTHING,
                                        OldEvents.AS_USUAL,
                                        Optional.empty(),
                                        streams.now(
                                                Math.max(snapshot.position(), event.position())),
                                        snapshot.rooms()));
    }

    private static RawJson json(EventChunk chunk) {
        JsonBytes out = new JsonBytes();
        chunk.write(out);
        return RawJson.ofTrusted(out.toBytes());
    }
}
