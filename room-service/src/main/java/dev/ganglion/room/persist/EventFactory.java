package dev.ganglion.room.persist;

import dev.ganglion.protocol.auth.AuthEventSelection;
import dev.ganglion.protocol.auth.AuthRules;
import dev.ganglion.protocol.auth.AuthVerdict;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventPlace;
import dev.ganglion.protocol.event.EventSizeLimits;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduBuilder;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.room.head.RoomView;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a draft its place after a room's newest events, signs it, and holds it against the rules.
 * Plain decisions.
 */
final class EventFactory {
    private final PduBuilder builder;
    private final AuthRules rules;
    private final Clock clock;

    EventFactory(ServerName server, PduBuilder builder, Clock clock) {
        this.builder = builder;
        // The builder signs as this server alone; events of others come with their signatures
        // checked.
        this.rules = new AuthRules((event, signer) -> signer.equals(server));
        this.clock = clock;
    }

    /** All state that building and authorizing a draft looks at. */
    static Set<StateKeyTuple> needs(EventDraft draft, RoomView room) {
        Set<StateKeyTuple> keys =
                new HashSet<>(
                        AuthEventSelection.stateFor(
                                draft.type(),
                                draft.sender(),
                                draft.stateKey(),
                                draft.content(),
                                room.version()));
        draft.stateKeyTuple().ifPresent(keys::add);
        keys.addAll(MemberRows.shownWith(draft.type()));
        return keys;
    }

    /**
     * The signed event.
     *
     * @throws MatrixException when the rules reject it, or it is too large
     */
    PduEvent make(EventDraft draft, RoomView room) {
        PduEvent event = build(draft, room);
        if (rules.check(event, room) instanceof AuthVerdict.Rejected rejected) {
            throw MatrixException.forbidden(rejected.reason());
        }
        return event;
    }

    /**
     * The same, whatever the rules say of it.
     *
     * @throws MatrixException when it is too large
     */
    PduEvent build(EventDraft draft, RoomView room) {
        requireStorable(draft);
        long originServerTs = draft.originServerTs().orElseGet(clock::millis);
        PduEvent event = builder.build(draft, place(draft, room), originServerTs, room.version());
        EventSizeLimits.violation(event)
                .ifPresent(
                        violation -> {
                            throw MatrixException.tooLarge(violation);
                        });
        return event;
    }

    private static EventPlace place(EventDraft draft, RoomView room) {
        List<EventId> authEvents =
                AuthEventSelection.keysFor(
                                draft.type(),
                                draft.sender(),
                                draft.stateKey(),
                                draft.content(),
                                room.version())
                        .stream()
                        .flatMap(key -> room.get(key).stream())
                        .map(PduEvent::eventId)
                        .toList();
        boolean isNamedByItself =
                draft.type().equals(EventTypes.CREATE)
                        && room.version().has(Change.ROOM_ID_IS_CREATE_HASH);
        Optional<RoomId> roomId =
                isNamedByItself ? Optional.empty() : Optional.of(room.identity().roomId());
        return new EventPlace(
                roomId, room.extent().forwardExtremities(), authEvents, room.extent().depth() + 1);
    }

    private static void requireStorable(EventDraft draft) {
        if (draft.type().indexOf('\0') >= 0
                || draft.stateKey().filter(key -> key.indexOf('\0') >= 0).isPresent()) {
            throw MatrixException.invalidParam("An event's type and state key hold no NUL");
        }
    }
}
