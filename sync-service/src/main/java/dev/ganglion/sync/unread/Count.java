package dev.ganglion.sync.unread;

import dev.ganglion.sync.json.JsonBytes;

/** How many events notify a user, and how many of them highlight. */
public record Count(long notifications, long highlights) {
    static final Count NONE = new Count(0, 0);

    /** What an event adds that does this. */
    static Count of(boolean isNotified, boolean isHighlighted) {
        return new Count(isNotified ? 1 : 0, isHighlighted ? 1 : 0);
    }

    Count plus(Count other) {
        return new Count(notifications + other.notifications, highlights + other.highlights);
    }

    Count highlightsAlone() {
        return new Count(highlights, highlights);
    }

    boolean isZero() {
        return notifications == 0 && highlights == 0;
    }

    /** The object of {@code unread_notifications}. */
    public void write(JsonBytes out) {
        writeMembers(out.beginObject());
        out.endObject();
    }

    /** The same as members of an object that is open. */
    public void writeMembers(JsonBytes out) {
        out.key("notification_count").number(notifications);
        out.key("highlight_count").number(highlights);
    }
}
