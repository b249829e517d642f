package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.roomlist.ListRequest;

import java.util.Map;
import java.util.Optional;

/**
 * The body of a request.
 *
 * @param connection {@code conn_id}, empty without one
 * @param lists by the client's names for them
 * @param subscriptions by the ID of the room
 */
record SlidingRequest(
        Optional<String> txnId,
        String connection,
        Map<String, WantedList> lists,
        Map<String, RoomConfig> subscriptions,
        ExtensionRequests extensions) {
    /** A list, and what is told of the rooms in its window. */
    record WantedList(ListRequest list, RoomConfig config) {}
}
