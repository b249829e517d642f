package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/**
 * Account data to be written.
 *
 * @param expected the position that the change was made from (0 for nothing there); empty to write
 *     over whatever is there
 */
record Change(UserId userId, String roomId, String type, String content, Optional<Long> expected) {
    Key key() {
        return new Key(userId.value(), roomId, type);
    }

    /** What is written at most once in a batch. */
    record Key(String userId, String roomId, String type) {}
}
