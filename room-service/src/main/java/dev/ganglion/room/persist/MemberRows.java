package dev.ganglion.room.persist;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.event.StrippedState;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.persist.NewEvent.MemberRow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads membership events into rows. */
final class MemberRows {
    private static final Set<StateKeyTuple> SHOWN =
            StrippedState.TYPES.stream()
                    .map(type -> new StateKeyTuple(type, ""))
                    .collect(Collectors.toUnmodifiableSet());

    private MemberRows() {}

    /** The state that an invitation or a knock shows, which has to be loaded before. */
    static Set<StateKeyTuple> shownWith(String type) {
        return type.equals(EventTypes.MEMBER) ? SHOWN : Set.of();
    }

    static Optional<MemberRow> of(PduEvent event, RoomView before) {
        if (!event.is(EventTypes.MEMBER)) {
            return Optional.empty();
        }
        return Membership.of(event)
                .map(
                        membership ->
                                new MemberRow(
                                        event.stateKey().orElseThrow(),
                                        membership,
                                        withoutNul(event.content().string("displayname")),
                                        withoutNul(event.content().string("avatar_url")),
                                        membership == Membership.INVITE
                                                        || membership == Membership.KNOCK
                                                ? Optional.of(shownState(event, before))
                                                : Optional.empty()));
    }

    /** Who invites is shown too, or the invited would know the inviter by a bare user ID. */
    private static JsonArray shownState(PduEvent event, RoomView before) {
        List<JsonValue> shown = new ArrayList<>();
        if (!event.stateKey().equals(Optional.of(event.sender().value()))) {
            before.get(StateKeyTuple.member(event.sender()))
                    .map(StrippedState::of)
                    .ifPresent(shown::add);
        }
        SHOWN.forEach(key -> before.get(key).map(StrippedState::of).ifPresent(shown::add));
        shown.add(StrippedState.of(event));
        return new JsonArray(shown);
    }

    /** PostgreSQL's text cannot hold NUL; the event itself keeps it. */
    private static Optional<String> withoutNul(Optional<String> text) {
        return text.map(value -> value.replace("\0", ""));
    }
}
