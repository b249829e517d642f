package dev.ganglion.room.purge;

import java.util.Optional;

/**
 * A purge of history.
 *
 * @param upTo the last position that may go
 * @param doneUpTo how far it has got
 * @param status {@code active}, {@code complete} or {@code failed}
 */
record PurgeJob(
        String purgeId,
        long roomNid,
        long upTo,
        boolean deletesLocalEvents,
        long doneUpTo,
        String status,
        Optional<String> error) {
    Stretch rest() {
        return new Stretch(roomNid, doneUpTo, upTo);
    }
}
