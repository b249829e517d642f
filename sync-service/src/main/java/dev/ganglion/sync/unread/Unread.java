package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.TimelineEvent;

import java.util.List;
import java.util.Optional;

/**
 * A user's unread counts of a room.
 *
 * @param position of the last event that was counted or looked at
 * @param total how many events of the room count, up to there
 */
public record Unread(long position, long total, long notifications, long highlights) {
    /** Goes on over the next events of the room; empty when events in between are missing. */
    Optional<Unread> after(UserId user, List<TimelineEvent> events) {
        Unread now = this;
        for (TimelineEvent event : events) {
            if (event.position() > position) {
                if (!now.isFollowedBy(event)) {
                    return Optional.empty();
                }
                now = now.plus(user, event);
            }
        }
        return Optional.of(now);
    }

    private boolean isFollowedBy(TimelineEvent event) {
        long before = event.counting().notifyNumber() - (event.counting().isCounted() ? 1 : 0);
        return before == total;
    }

    private Unread plus(UserId user, TimelineEvent event) {
        boolean isUnread = event.counting().isCounted() && !event.sender().equals(user);
        boolean isHighlight = event.counting().highlighted().contains(user);
        return new Unread(
                event.position(),
                event.counting().notifyNumber(),
                notifications + (isUnread ? 1 : 0),
                highlights + (isHighlight ? 1 : 0));
    }
}
