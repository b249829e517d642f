package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Account data to be written.
 *
 * @param expected the position that the change was made from (0 for nothing there); empty to write
 *     over whatever is there
 */
record Change(Key key, RawJson content, Optional<Long> expected) {
    /** What is written at most once in a batch. */
    record Key(UserId userId, String roomId, String type) {}

    /** The content as PostgreSQL takes it. */
    String text() {
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }

    UserId userId() {
        return key.userId();
    }

    long bytes() {
        return content.bytes().length;
    }
}
