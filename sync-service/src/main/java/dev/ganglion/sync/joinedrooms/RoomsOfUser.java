package dev.ganglion.sync.joinedrooms;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rooms that a user is in, invited to or knocking at. Immutable. */
public final class RoomsOfUser {
    private final Map<Long, Member> byRoom;

    RoomsOfUser(Map<Long, Member> byRoom) {
        this.byRoom = Collections.unmodifiableMap(byRoom);
    }

    /**
     * A membership that is not over.
     *
     * @param position of the last membership event, which may be a new display name
     * @param inviter who sent the invitation, as long as it is one
     */
    public record Member(
            RoomRef room, Membership membership, long position, Optional<UserId> inviter) {
        public boolean isJoined() {
            return membership == Membership.JOIN;
        }
    }

    public Optional<Member> find(long roomNid) {
        return Optional.ofNullable(byRoom.get(roomNid));
    }

    public boolean isJoined(long roomNid) {
        Member member = byRoom.get(roomNid);
        return member != null && member.isJoined();
    }

    public Collection<Member> all() {
        return byRoom.values();
    }

    public List<Member> joined() {
        return byRoom.values().stream().filter(Member::isJoined).toList();
    }

    /** Without the rooms that any of these users has invited the user to. */
    public RoomsOfUser withoutInvitationsOf(Set<UserId> inviters) {
        Map<Long, Member> rest = new HashMap<>(inviters.isEmpty() ? Map.of() : byRoom);
        boolean isLess =
                rest.values()
                        .removeIf(
                                member -> member.inviter().filter(inviters::contains).isPresent());
        return isLess ? new RoomsOfUser(rest) : this;
    }

    /** Those of the rooms, by their numbers. */
    public RoomsOfUser among(Collection<Long> roomNids) {
        Map<Long, Member> some = new HashMap<>();
        for (long room : roomNids) {
            find(room).ifPresent(member -> some.put(room, member));
        }
        return new RoomsOfUser(some);
    }

    /** As it is after these events. */
    RoomsOfUser after(UserId user, List<TimelineEvent> events) {
        Map<Long, Member> moved = null;
        for (TimelineEvent event : events) {
            if (event.isMembershipOf(user) && event.membership().isPresent()) {
                moved = moved == null ? new HashMap<>(byRoom) : moved;
                put(moved, event, event.membership().get());
            }
        }
        return moved == null ? this : new RoomsOfUser(moved);
    }

    private static void put(Map<Long, Member> rooms, TimelineEvent event, Membership membership) {
        switch (membership) {
            case JOIN, INVITE, KNOCK ->
                    rooms.put(
                            event.room().nid(),
                            new Member(
                                    event.room(),
                                    membership,
                                    event.position(),
                                    Optional.of(event.sender())
                                            .filter(_ -> membership == Membership.INVITE)));
            case LEAVE, BAN -> rooms.remove(event.room().nid());
        }
    }
}
