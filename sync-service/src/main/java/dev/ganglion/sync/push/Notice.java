package dev.ganglion.sync.push;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;

import java.nio.charset.StandardCharsets;

/**
 * An event notifies a user.
 *
 * @param isInvitation whether it invites the user
 * @param tweaks what the rule that matched says of how
 */
record Notice(
        UserId user,
        UserId sender,
        long roomNid,
        long position,
        boolean isInvitation,
        JsonObject tweaks) {
    /** As PostgreSQL takes it. */
    String tweaksText() {
        return new String(CanonicalJson.encode(tweaks), StandardCharsets.UTF_8);
    }
}
