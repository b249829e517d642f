package dev.ganglion.sync.visibility;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A user's memberships of one room and the room's history visibility, each by the position from
 * which it held.
 */
public final class RoomHistory {
    private final UserId user;
    private final NavigableMap<Long, Membership> memberships = new TreeMap<>();
    private final NavigableMap<Long, HistoryVisibility> visibilities = new TreeMap<>();

    RoomHistory(UserId user) {
        this.user = user;
    }

    void addMembership(long position, Membership membership) {
        memberships.put(position, membership);
    }

    void addVisibility(long position, HistoryVisibility visibility) {
        visibilities.put(position, visibility);
    }

    /** The membership with everything up to a position taken in. */
    public Membership membershipAt(long position) {
        return valueAt(memberships, position, Membership.LEAVE);
    }

    public boolean wasJoinedAt(long position) {
        return membershipAt(position) == Membership.JOIN;
    }

    /** Whether the user was joined all the time from one position to another. */
    public boolean wasJoinedThroughout(long from, long upTo) {
        return wasJoinedAt(from)
                && memberships.subMap(from, false, upTo, true).values().stream()
                        .allMatch(membership -> membership == Membership.JOIN);
    }

    /**
     * Up to where the user was shown the room: the position itself for a member, else the last
     * leaving before; or 0.
     */
    public long lastShownAt(long position) {
        if (wasJoinedAt(position)) {
            return position;
        }
        Map.Entry<Long, Membership> later = null;
        for (Map.Entry<Long, Membership> entry :
                memberships.headMap(position, true).descendingMap().entrySet()) {
            if (entry.getValue() == Membership.JOIN) {
                return later == null ? position : later.getKey();
            }
            later = entry;
        }
        return 0;
    }

    /** Section "Server behaviour" of the module. */
    public boolean shows(TimelineEvent event) {
        long position = event.position();
        if (event.isMembershipOf(user)) {
            return true;
        }
        Membership membership = membershipAt(position);
        boolean joinsLater = memberships.tailMap(position, false).containsValue(Membership.JOIN);
        boolean isShown = shows(visibilityAt(position), membership, joinsLater);
        return isShown
                || (event.isState()
                        && event.header().type().equals(EventTypes.HISTORY_VISIBILITY)
                        && shows(visibilityAt(position - 1), membership, joinsLater));
    }

    private static boolean shows(
            HistoryVisibility visibility, Membership membership, boolean joinsLater) {
        // Rule 2: members see everything.
        if (membership == Membership.JOIN) {
            return true;
        }
        return switch (visibility) {
            // Rule 1.
            case WORLD_READABLE -> true;
            // Rule 3.
            case SHARED -> joinsLater;
            // Rule 4.
            case INVITED -> membership == Membership.INVITE;
            // Rule 5.
            case JOINED -> false;
        };
    }

    private HistoryVisibility visibilityAt(long position) {
        return valueAt(visibilities, position, HistoryVisibility.SHARED);
    }

    private static <V> V valueAt(NavigableMap<Long, V> values, long position, V otherwise) {
        Map.Entry<Long, V> entry = values.floorEntry(position);
        return entry == null ? otherwise : entry.getValue();
    }
}
