package dev.ganglion.room.initialsync;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.directory.Published;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.history.ClientEvents;
import dev.ganglion.room.history.Reader;
import dev.ganglion.room.history.Readers;
import dev.ganglion.room.initialsync.InitialSyncController.Messages;
import dev.ganglion.room.initialsync.InitialSyncController.RoomInfo;
import dev.ganglion.room.state.StateReader;
import dev.ganglion.room.timeline.NewestEvents;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts together what somebody may see of a room. */
@Service
class InitialSyncService {
    private final Readers readers;
    private final RoomHeads heads;
    private final NewestEvents newest;
    private final StateReader states;
    private final Published published;
    private final RoomAccountData accountData;
    private final ClientEvents clientEvents;

    InitialSyncService(
            Readers readers,
            RoomHeads heads,
            NewestEvents newest,
            StateReader states,
            Published published,
            RoomAccountData accountData,
            ClientEvents clientEvents) {
        this.readers = readers;
        this.heads = heads;
        this.newest = newest;
        this.states = states;
        this.published = published;
        this.accountData = accountData;
        this.clientEvents = clientEvents;
    }

    /** Members see the room as it is, former ones as it was; others are refused. */
    Mono<RoomInfo> get(Requester requester, RoomId room, @Nullable Integer limit) {
        UserId user = requester.userId();
        return readers.get(room, user)
                .flatMap(
                        reader ->
                                Mono.zip(
                                        heads.get(room, Set.of(StateKeyTuple.member(user))),
                                        messages(requester, reader, limit),
                                        state(reader),
                                        published.contains(room),
                                        accountData.find(user, room).flux().collectList()))
                .map(
                        parts ->
                                new RoomInfo(
                                        room,
                                        membership(parts.getT1(), user),
                                        parts.getT2(),
                                        parts.getT3(),
                                        parts.getT4() ? "public" : "private",
                                        parts.getT5().stream().findFirst()));
    }

    /** A knock is none of the memberships that the answer knows. */
    private static Optional<String> membership(RoomView room, UserId user) {
        return room.get(StateKeyTuple.member(user))
                .flatMap(Membership::of)
                .filter(membership -> membership != Membership.KNOCK)
                .map(Membership::value);
    }

    private Mono<Messages> messages(Requester requester, Reader reader, @Nullable Integer limit) {
        return newest.read(reader, limit)
                .map(
                        stretch ->
                                new Messages(
                                        stretch.start(),
                                        stretch.end(),
                                        clientEvents.renderAll(stretch.events(), requester)));
    }

    private Mono<List<RawJson>> state(Reader reader) {
        return states.listAll(reader)
                .map(state -> state.clientEvent(reader.room().roomId()))
                .collectList();
    }
}
