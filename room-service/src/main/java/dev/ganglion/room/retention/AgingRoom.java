package dev.ganglion.room.retention;

import dev.ganglion.room.head.RoomIdentity;

import java.time.Duration;
import java.util.Optional;

/**
 * A room with messages that may be too old.
 *
 * @param expiredUpTo up to where messages were deleted before
 * @param latestPosition of the event in which the room's graph ends, which stays
 * @param oldest the age of the oldest event above {@code expiredUpTo}; empty when there is none, or
 *     only the latest and nothing of it is left to take
 */
record AgingRoom(
        RoomIdentity room,
        RetentionPolicy policy,
        long expiredUpTo,
        long latestPosition,
        Optional<Duration> oldest) {
    /** Empty when nothing of the room is due. */
    Optional<Duration> exceededLifetime(RetentionProperties server) {
        return policy.lifetime(server)
                .filter(lifetime -> oldest.filter(age -> age.compareTo(lifetime) > 0).isPresent());
    }
}
