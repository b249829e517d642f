package dev.ganglion.room.create;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.room.alias.NamedAliases;
import dev.ganglion.room.create.CreateRoomRequest.InitialState;
import dev.ganglion.room.state.EventKeys;

import java.util.List;
import java.util.Optional;

/** What {@code initial_state} may hold. Plain decisions, before anything is loaded. */
final class InitialStateRules {
    private static final int MAX_EVENTS = 100;

    private InitialStateRules() {}

    /**
     * Refuses too many events, and those that have a place of their own in the request.
     *
     * @param alias the one that the room is created with: it can call itself nothing else yet
     */
    static void require(List<InitialState> events, Optional<RoomAlias> alias) {
        if (events.size() > MAX_EVENTS) {
            throw MatrixException.invalidParam(
                    "initial_state holds at most " + MAX_EVENTS + " events");
        }
        events.forEach(event -> require(event, alias));
    }

    private static void require(InitialState event, Optional<RoomAlias> alias) {
        EventKeys.requireShortTypeAndStateKey(event.type(), event.stateKey().orElse(""));
        switch (event.type()) {
            case EventTypes.CREATE ->
                    throw MatrixException.invalidParam(
                            "initial_state holds no m.room.create: what to add to it goes into creation_content");
            case EventTypes.MEMBER ->
                    throw MatrixException.invalidParam(
                            "initial_state holds no m.room.member: the users in invite are invited");
            case EventTypes.CANONICAL_ALIAS ->
                    NamedAliases.of(event.content()).mustBeNoneBut(alias);
            default -> {}
        }
    }
}
