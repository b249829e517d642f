package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.sync.event.EventReader;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.joinedrooms.RoomAccess;
import dev.ganglion.sync.visibility.Histories;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds threads, and the events in them, for those who may see them. */
@Component
class Threads {
    private final RoomAccess access;
    private final EventReader reader;
    private final Histories histories;

    Threads(RoomAccess access, EventReader reader, Histories histories) {
        this.access = access;
        this.reader = reader;
        this.histories = histories;
    }

    /**
     * {@code M_NOT_FOUND}, in the same words, for rooms, events and threads that are not there and
     * for those that are not for the user. An event that nobody has answered yet may be a root: a
     * client subscribes while it sends the first answer.
     */
    Mono<ThreadRef> mustSee(RoomId roomId, EventId root, UserId user) {
        return access.mustBeJoined(roomId, user)
                .flatMap(room -> shown(room, root, user))
                .filter(Threads::canBeRoot)
                .map(event -> new ThreadRef(user, event.room().nid(), event.header().eventId()))
                .onErrorResume(Threads::isForbidden, _ -> Mono.empty())
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("There is no such thread")));
    }

    /** Where an event of the thread stands in the event stream; else {@code M_NOT_IN_THREAD}. */
    Mono<Long> positionIn(ThreadRef thread, RoomId roomId, EventId cause) {
        return shown(new RoomRef(thread.roomNid(), roomId), cause, thread.user())
                .filter(event -> event.counting().thread().equals(Optional.of(thread.threadRoot())))
                .map(TimelineEvent::position)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.of(
                                                400,
                                                ErrorCode.NOT_IN_THREAD,
                                                "The thread has no such event")));
    }

    private Mono<TimelineEvent> shown(RoomRef room, EventId id, UserId user) {
        return reader.byId(List.of(id.value()))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
                .filter(event -> event.room().nid() == room.nid())
                .filterWhen(event -> isShown(event, user));
    }

    private Mono<Boolean> isShown(TimelineEvent event, UserId user) {
        long room = event.room().nid();
        return histories
                .of(user, List.of(room))
                .map(known -> Objects.requireNonNull(known.get(room)).shows(event));
    }

    /** Client-server API, "Threading": what relates to another event cannot be a root. */
    private static boolean canBeRoot(TimelineEvent event) {
        return !event.mayBeChild()
                || Json.parseObject(event.body().json())
                        .object("content")
                        .flatMap(content -> content.object("m.relates_to"))
                        .flatMap(relation -> relation.string("rel_type"))
                        .isEmpty();
    }

    private static boolean isForbidden(Throwable failure) {
        return failure instanceof MatrixException refusal
                && refusal.errorCode() == ErrorCode.FORBIDDEN;
    }
}
