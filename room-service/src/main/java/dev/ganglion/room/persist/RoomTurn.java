package dev.ganglion.room.persist;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.push.RoomFacts;
import dev.ganglion.room.head.RoomExtent;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.head.StateEvent;
import dev.ganglion.room.persist.NewEvent.MemberRow;
import dev.ganglion.room.persist.NewEvent.RedactionTarget;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A room during one batch: its head, and on top of it the events that the batch adds. Positions are
 * not known yet: the event with index n in the batch has the provisional position -1 - n, until the
 * transaction hands out real ones. Used by one thread.
 */
final class RoomTurn implements RoomView {
    private final RoomHead head;
    private final List<IndexedEvent> events = new ArrayList<>();
    private final Map<StateKeyTuple, StateEvent> changed = new HashMap<>();
    private RoomExtent extent;

    record IndexedEvent(int index, NewEvent event) {}

    RoomTurn(RoomHead head) {
        this.head = head;
        this.extent = head.extent();
    }

    static long provisionalPosition(int index) {
        return -1L - index;
    }

    /** The real position of what may be provisional. */
    static long position(long maybeProvisional, long firstOfBatch) {
        return maybeProvisional < 0 ? firstOfBatch - 1 - maybeProvisional : maybeProvisional;
    }

    RoomHead head() {
        return head;
    }

    List<IndexedEvent> events() {
        return events;
    }

    boolean isUnchanged() {
        return events.isEmpty();
    }

    @Override
    public RoomIdentity identity() {
        return head.identity();
    }

    /** As it will be after the batch. */
    @Override
    public RoomExtent extent() {
        return extent;
    }

    @Override
    public Optional<StateEvent> stateEvent(StateKeyTuple key) {
        StateEvent own = changed.get(key);
        return own != null ? Optional.of(own) : head.stateEvent(key);
    }

    /** What the batch changed in the state, with real positions. */
    Map<StateKeyTuple, StateEvent> changes(long firstOfBatch) {
        Map<StateKeyTuple, StateEvent> real = new HashMap<>();
        changed.forEach(
                (key, value) ->
                        real.put(
                                key,
                                new StateEvent(
                                        value.event(), position(value.position(), firstOfBatch))));
        return real;
    }

    /** Adds an event that is allowed; the room is one event further. */
    void append(
            PduEvent event,
            int index,
            Optional<TransactionKey> transaction,
            Optional<RedactionTarget> target) {
        Optional<StateEvent> replaced = event.stateKeyTuple().flatMap(this::stateEvent);
        Optional<MemberRow> member = MemberRows.of(event, this);
        UnreadByDefault unread = UnreadByDefault.of(event, factsFor(event));
        long notifyNumber = extent.notifyCount() + (unread.isCounted() ? 1 : 0);
        events.add(
                new IndexedEvent(
                        index,
                        new NewEvent(
                                event,
                                notifyNumber,
                                transaction,
                                replaced,
                                member,
                                unread.highlighted(),
                                unread.highlightsAll(),
                                target)));
        Membership before = member.map(row -> membershipBefore(replaced)).orElse(Membership.LEAVE);
        Membership after = member.map(MemberRow::membership).orElse(before);
        event.stateKeyTuple()
                .ifPresent(
                        key -> changed.put(key, new StateEvent(event, provisionalPosition(index))));
        target.map(RedactionTarget::redacted).ifPresent(this::follow);
        extent =
                new RoomExtent(
                        head.extent().version() + 1,
                        event.depth(),
                        List.of(event.eventId()),
                        notifyNumber,
                        extent.joinedMembers() + change(Membership.JOIN, before, after),
                        extent.invitedMembers() + change(Membership.INVITE, before, after));
    }

    private RoomFacts factsFor(PduEvent event) {
        return new RoomFacts(
                extent.joinedMembers(), kind -> powerLevels().mayNotify(event.sender(), kind));
    }

    /** State that is redacted stays in force as what is left of it. */
    private void follow(PduEvent redacted) {
        redacted.stateKeyTuple()
                .flatMap(this::stateEvent)
                .filter(current -> current.event().equals(redacted))
                .map(current -> new StateEvent(redacted, current.position()))
                .ifPresent(left -> changed.put(left.event().stateKeyTuple().orElseThrow(), left));
    }

    /** Takes back the events of a proposal that was refused half way. */
    Savepoint savepoint() {
        return new Savepoint(events.size(), new HashMap<>(changed), extent);
    }

    void rollback(Savepoint savepoint) {
        events.subList(savepoint.eventCount(), events.size()).clear();
        changed.clear();
        changed.putAll(savepoint.changed());
        extent = savepoint.extent();
    }

    record Savepoint(int eventCount, Map<StateKeyTuple, StateEvent> changed, RoomExtent extent) {}

    private static Membership membershipBefore(Optional<StateEvent> replaced) {
        return replaced.flatMap(state -> Membership.of(state.event())).orElse(Membership.LEAVE);
    }

    private static int change(Membership counted, Membership before, Membership after) {
        return (after == counted ? 1 : 0) - (before == counted ? 1 : 0);
    }
}
