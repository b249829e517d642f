package dev.ganglion.sync.response;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.SyncProperties;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.joinedrooms.Snapshot;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.room.EventChunk;
import dev.ganglion.sync.room.EventChunks;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.room.SyncContext.Options;
import dev.ganglion.sync.room.SyncContexts;
import dev.ganglion.sync.token.SyncToken;
import dev.ganglion.sync.visibility.WorldReadable;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * News of all rooms, or of one, as clients asked for them before there was {@code /sync}. The
 * tokens are those of {@code /sync}, but only events are taken as delivered by what is answered
 * here.
 */
@Service
class OldEvents {
    static final Options AS_USUAL = new Options(false, false);

    private final Streams streams;
    private final JoinedRooms joinedRooms;
    private final Waits waits;
    private final SyncContexts contexts;
    private final EventChunks chunks;
    private final WorldReadable worldReadable;
    private final SyncProperties properties;

    OldEvents(
            Streams streams,
            JoinedRooms joinedRooms,
            Waits waits,
            SyncContexts contexts,
            EventChunks chunks,
            WorldReadable worldReadable,
            SyncProperties properties) {
        this.streams = streams;
        this.joinedRooms = joinedRooms;
        this.waits = waits;
        this.contexts = contexts;
        this.chunks = chunks;
        this.worldReadable = worldReadable;
        this.properties = properties;
    }

    /**
     * What is asked for.
     *
     * @param from absent for whoever wants to know what happens from now on
     * @param room absent for all that the user is in
     */
    record Question(
            Requester requester,
            Optional<SyncToken> from,
            Optional<RoomId> room,
            Duration timeout) {}

    /**
     * What is new since the token, as soon as there is something. {@code M_FORBIDDEN} for a room
     * that the user is not in, unless it is world-readable.
     */
    Mono<RawJson> news(Question question) {
        return Mono.justOrEmpty(question.from())
                .filterWhen(streams::reach)
                .switchIfEmpty(snapshot(question).map(snapshot -> beginning(snapshot.position())))
                .flatMap(since -> wait(question, since));
    }

    private Mono<Snapshot> snapshot(Question question) {
        return joinedRooms.snapshot(question.requester().userId());
    }

    /** What waits for the device has not been delivered to it. */
    private SyncToken beginning(long position) {
        return streams.now(position).withToDevice(0);
    }

    private Mono<RawJson> wait(Question question, SyncToken since) {
        return peeked(question)
                .flatMap(
                        peeked ->
                                waits.answer(
                                        new Waits.Wait(
                                                question.requester(),
                                                numbers(peeked),
                                                false,
                                                since,
                                                question.timeout(),
                                                token -> look(question, peeked, since, token))));
    }

    private static Set<Long> numbers(List<RoomRef> peeked) {
        return peeked.isEmpty() ? Set.of() : Set.of(peeked.getFirst().nid());
    }

    /** The room that is asked for, unless the user is in it. */
    private Mono<List<RoomRef>> peeked(Question question) {
        return question.room()
                .map(room -> snapshot(question).flatMap(snapshot -> peeked(snapshot, room)))
                .orElseGet(() -> Mono.just(List.of()));
    }

    private Mono<List<RoomRef>> peeked(Snapshot snapshot, RoomId room) {
        boolean isMember =
                snapshot.rooms().joined().stream()
                        .map(Member::room)
                        .anyMatch(joined -> joined.id().equals(room));
        return isMember
                ? Mono.just(List.of())
                : worldReadable
                        .find(room)
                        .map(nid -> List.of(new RoomRef(nid, room)))
                        .switchIfEmpty(
                                Mono.error(
                                        () ->
                                                MatrixException.forbidden(
                                                        "You are not in this room")));
    }

    private Mono<SyncResponse> look(
            Question question, List<RoomRef> peeked, SyncToken from, SyncToken since) {
        return snapshot(question)
                .flatMap(snapshot -> context(question, since, snapshot))
                .flatMap(
                        context ->
                                chunk(context, peeked)
                                        .map(chunk -> response(from, context.now(), chunk)));
    }

    private Mono<SyncContext> context(Question question, SyncToken since, Snapshot snapshot) {
        SyncFilter filter =
                SyncFilter.of(
                        question.room().map(room -> List.of(room.value())),
                        properties.maxTimelineLimit(),
                        false);
        return contexts.of(
                question.requester(),
                filter,
                AS_USUAL,
                Optional.of(since),
                since.withEvents(snapshot.position()),
                snapshot.rooms());
    }

    private Mono<EventChunk> chunk(SyncContext context, List<RoomRef> peeked) {
        return peeked.isEmpty() ? chunks.news(context) : chunks.peeked(context, peeked.getFirst());
    }

    private static SyncResponse response(SyncToken from, SyncToken now, EventChunk chunk) {
        JsonBytes out = new JsonBytes().beginObject();
        out.key("start").string(from.toString());
        out.key("end").string(now.toString());
        out.key("chunk").beginArray();
        chunk.write(out);
        out.endArray().endObject();
        return new SyncResponse(RawJson.ofTrusted(out.toBytes()), chunk.isEmpty(), now);
    }
}
