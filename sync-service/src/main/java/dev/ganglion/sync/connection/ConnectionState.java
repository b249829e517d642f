package dev.ganglion.sync.connection;

import java.util.HashMap;
import java.util.Map;

/**
 * A connection at one of its positions. Immutable: the same number is never given to another state.
 *
 * @param nid 0 before the connection is stored
 * @param number of the position; 0 before the first
 * @param base the position that the client had confirmed when this one was made
 * @param rooms what was told, by the number of the room
 */
public record ConnectionState(
        ConnectionKey key,
        long nid,
        long number,
        long base,
        Map<Long, SentRoom> rooms,
        Configs configs) {
    private static final int OWN_BYTES = 300;

    /** Of a client that begins. */
    public static ConnectionState begin(ConnectionKey key) {
        return new ConnectionState(key, 0, 0, 0, Map.of(), Configs.NONE);
    }

    public boolean isNew() {
        return nid == 0;
    }

    /** About so many, in memory. */
    int bytes() {
        long ofRooms = rooms.values().stream().mapToLong(SentRoom::bytes).sum();
        return (int) Math.min(Integer.MAX_VALUE, OWN_BYTES + ofRooms + configs.bytes());
    }

    /** The rooms as they are with these changes. */
    Map<Long, SentRoom> with(Map<Long, SentRoom> changes) {
        Map<Long, SentRoom> all = new HashMap<>(rooms);
        all.putAll(changes);
        return all;
    }
}
