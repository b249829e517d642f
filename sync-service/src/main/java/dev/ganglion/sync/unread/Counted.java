package dev.ganglion.sync.unread;

import java.util.Optional;

/**
 * What has been counted.
 *
 * @param basis by what
 * @param name the user's display name in the room, where that was looked at
 */
record Counted(Unread unread, Basis basis, Optional<String> name) {
    Counted movedTo(Unread now) {
        return new Counted(now, basis, name);
    }
}
