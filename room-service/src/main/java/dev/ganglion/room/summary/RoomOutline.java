package dev.ganglion.room.summary;

import dev.ganglion.protocol.auth.JoinRule;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.membership.AllowedRooms;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What decides who may look at a room from outside. Plain decisions.
 *
 * @param membership of the reader; empty for one who never had to do with the room
 * @param isOpen whether anybody may join, or knock
 * @param isWorldReadable whether anybody may read what is said in it
 * @param allowedRooms the rooms whose members may join; not kept once it is decided
 */
public record RoomOutline(
        RoomIdentity room,
        boolean isSpace,
        Optional<Membership> membership,
        boolean isOpen,
        boolean isWorldReadable,
        Set<String> allowedRooms) {
    static final List<String> TYPES =
            List.of(EventTypes.CREATE, EventTypes.JOIN_RULES, EventTypes.HISTORY_VISIBILITY);

    static RoomOutline of(RoomState state) {
        Optional<JoinRule> rule = state.joinRule();
        return new RoomOutline(
                state.room(),
                state.says(EventTypes.CREATE, "type", "m.space"),
                state.membership(),
                rule.filter(RoomOutline::isOpen).isPresent(),
                state.isWorldReadable(),
                rule.filter(JoinRule.RESTRICTED::equals).isPresent()
                        ? allowedRooms(state)
                        : Set.of());
    }

    /** Whether it is shown to those whom this server does not know. */
    boolean isForAnybody() {
        return isOpen || isWorldReadable;
    }

    /**
     * Client-server API, "Spaces": members, those who may join or knock, and all where the world
     * may read. Who has left is one of the others; who is banned may not join whatever the rule
     * says.
     *
     * @param joined those of {@link #undecided} that the reader is in
     */
    boolean isFor(Set<String> joined) {
        return switch (membership.orElse(Membership.LEAVE)) {
            case JOIN, INVITE -> true;
            case BAN -> isWorldReadable;
            case LEAVE, KNOCK -> isForAnybody() || !Collections.disjoint(allowedRooms, joined);
        };
    }

    /** The rooms of which the reader has to be in one to see this one; empty where it is known. */
    Set<String> undecided() {
        return isFor(Set.of()) ? Set.of() : allowedRooms;
    }

    RoomOutline decided() {
        return new RoomOutline(room, isSpace, membership, isOpen, isWorldReadable, Set.of());
    }

    private static boolean isOpen(JoinRule rule) {
        return switch (rule) {
            case PUBLIC, KNOCK, KNOCK_RESTRICTED -> true;
            case INVITE, RESTRICTED, PRIVATE -> false;
        };
    }

    private static Set<String> allowedRooms(RoomState state) {
        PduEvent joinRules = state.events().get(EventTypes.JOIN_RULES);
        return joinRules == null ? Set.of() : AllowedRooms.namedIn(joinRules);
    }
}
