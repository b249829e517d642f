package dev.ganglion.room.purge;

import dev.ganglion.protocol.identifier.EventId;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Up to where history goes: before an event, which stays, or before a time.
 *
 * @param purgeUpToTs milliseconds since 1970
 * @param deleteLocalEvents whether events of this server's own users go too; nobody else may have
 *     them
 */
record PurgeHistoryRequest(
        Optional<EventId> purgeUpToEventId,
        Optional<Long> purgeUpToTs,
        Optional<Boolean> deleteLocalEvents) {

    static PurgeHistoryRequest orNothing(@Nullable PurgeHistoryRequest request) {
        return request == null
                ? new PurgeHistoryRequest(Optional.empty(), Optional.empty(), Optional.empty())
                : request;
    }

    PurgeHistoryRequest upTo(EventId event) {
        return new PurgeHistoryRequest(Optional.of(event), purgeUpToTs, deleteLocalEvents);
    }
}
