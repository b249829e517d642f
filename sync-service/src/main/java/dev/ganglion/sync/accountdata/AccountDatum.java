package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.json.JsonBytes;

/**
 * A piece of account data.
 *
 * @param roomId empty for global account data
 * @param content a JSON object
 * @param position where its last change stands in the stream
 */
public record AccountDatum(
        UserId userId, String roomId, String type, RawJson content, long position) {
    public boolean isGlobal() {
        return roomId.isEmpty();
    }

    /** As an event of a sync response. */
    public void write(JsonBytes out) {
        out.beginObject().key("type").string(type).key("content").raw(content.bytes()).endObject();
    }
}
