package dev.ganglion.protocol.push;

import dev.ganglion.protocol.auth.PowerLevels;
import dev.ganglion.protocol.identifier.UserId;

import java.util.function.Predicate;

/**
 * What rules ask of the room in which an event was sent.
 *
 * @param memberCount how many users are joined to it, of whatever server
 * @param senderMayNotify whether the event's sender has the power level that a kind of notification
 *     takes, such as {@code room}; asked only if a rule needs it
 */
public record RoomFacts(long memberCount, Predicate<String> senderMayNotify) {
    /** By the power levels of the room when the event was sent. */
    public static RoomFacts of(long memberCount, PowerLevels powerLevels, UserId sender) {
        return new RoomFacts(memberCount, key -> powerLevels.mayNotify(sender, key));
    }
}
