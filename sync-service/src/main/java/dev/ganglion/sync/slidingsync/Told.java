package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.room.Timeline;

import java.util.Map;

/**
 * What an answer tells of rooms.
 *
 * @param rooms by the room's ID
 * @param changes what the connection has been told then, by the room's number
 * @param timelines by the room's number
 */
record Told(
        Map<String, RoomEntry> rooms, Map<Long, SentRoom> changes, Map<Long, Timeline> timelines) {}
