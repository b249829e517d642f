package dev.ganglion.sync.unread;

import dev.ganglion.sync.json.JsonBytes;

/** How many events notify a user, and how many of them highlight. */
public record Count(long notifications, long highlights) {
    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
        return new Count(notifications + other.notifications, highlights + other.highlights);
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
