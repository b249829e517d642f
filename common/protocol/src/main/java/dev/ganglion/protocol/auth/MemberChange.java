package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;

/** A membership event beside the state it meets. */
record MemberChange(PduEvent event, UserId target, AuthState state) {
    RoomVersion version() {
        return event.roomVersion();
    }

    UserId sender() {
        return event.sender();
    }

    boolean isOfSender() {
        return target.equals(event.sender());
    }

    Membership senderMembership() {
        return state.membershipOf(event.sender());
    }

    Membership targetMembership() {
        return state.membershipOf(target);
    }

    PowerLevels levels() {
        return state.powerLevels();
    }

    long senderLevel() {
        return levels().levelOf(event.sender());
    }

    long targetLevel() {
        return levels().levelOf(target);
    }

    /** 5.3.1: the room holds nothing but its create event, and the creator comes in. */
    boolean isCreatorsFirstJoin() {
        return state.create()
                .filter(create -> event.prevEvents().equals(List.of(create.eventId())))
                .filter(
                        create ->
                                version().has(Change.CREATOR_IS_SENDER)
                                        ? target.equals(create.sender())
                                        : create.content()
                                                .string("creator")
                                                .filter(target.value()::equals)
                                                .isPresent())
                .isPresent();
    }
}
