package dev.ganglion.sync.presence;

import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import java.util.List;

/** What a response tells of presence. */
public final class PresenceSection {
    private final List<Told> updates;
    private final boolean isNews;
    private final PresenceMark end;
    private final PresenceMark toWaitFrom;
    private final long now;

    PresenceSection(
            List<Told> updates,
            boolean isNews,
            PresenceMark end,
            PresenceMark toWaitFrom,
            long now) {
        this.updates = List.copyOf(updates);
        this.isNews = isNews;
        this.end = end;
        this.toWaitFrom = toWaitFrom;
        this.now = now;
    }

    static PresenceSection nothing(PresenceMark end) {
        return new PresenceSection(List.of(), false, end, end, 0);
    }

    /**
     * Whether it is a reason to answer. The reader's own presence is none, nor is what is repeated
     * because the reader's mark is of another epoch: that goes with the next response that there
     * is, so that no client is answered at once again and again.
     */
    public boolean isNews() {
        return isNews;
    }

    /** Up to where the reader has been told with this. */
    public PresenceMark end() {
        return end;
    }

    /** For whoever does not give it to the reader but waits for news. */
    public PresenceMark toWaitFrom() {
        return toWaitFrom;
    }

    /** The member {@code presence} of a response, if there is anything to tell. */
    public void write(JsonBytes out) {
        if (!updates.isEmpty()) {
            out.key("presence").beginObject().key("events").beginArray();
            updates.forEach(told -> told.write(out, now));
            out.endArray().endObject();
        }
    }
}
