package dev.ganglion.sync.visibility;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A user's memberships of one room and the room's history visibility, each by the position from
 * which it held.
 */
public final class RoomHistory {
    /** Who went in and out more often is shown less beside an event, never more. */
    private static final int MAX_SPANS = 32;

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
        boolean joinsLater = joinsAfter(position);
        boolean isShown = visibilityAt(position).allows(membership, joinsLater);
        return isShown
                || (event.isState()
                        && event.header().type().equals(EventTypes.HISTORY_VISIBILITY)
                        && visibilityAt(position - 1).allows(membership, joinsLater));
    }

    /**
     * The stretches within a span of which the user sees every event, oldest first; only the newest
     * of very many.
     */
    public List<Span> shownWithin(Span span) {
        NavigableSet<Long> turns = new TreeSet<>(memberships.keySet());
        turns.addAll(visibilities.keySet());
        List<Span> shown = new ArrayList<>();
        long after = span.after();
        while (after < span.upTo()) {
            Long next = turns.higher(after + 1);
            long upTo = next == null ? span.upTo() : Math.min(span.upTo(), next - 1);
            if (visibilityAt(upTo).allows(membershipAt(upTo), joinsAfter(upTo))) {
                add(shown, new Span(after, upTo));
            }
            after = upTo;
        }
        return shown.subList(Math.max(0, shown.size() - MAX_SPANS), shown.size());
    }

    private static void add(List<Span> spans, Span next) {
        if (!spans.isEmpty() && spans.getLast().upTo() == next.after()) {
            spans.set(spans.size() - 1, new Span(spans.getLast().after(), next.upTo()));
        } else {
            spans.add(next);
        }
    }

    private boolean joinsAfter(long position) {
        return memberships.tailMap(position, false).containsValue(Membership.JOIN);
    }

    private HistoryVisibility visibilityAt(long position) {
        return valueAt(visibilities, position, HistoryVisibility.SHARED);
    }

    private static <V> V valueAt(NavigableMap<Long, V> values, long position, V otherwise) {
        Map.Entry<Long, V> entry = values.floorEntry(position);
        return entry == null ? otherwise : entry.getValue();
    }
}
