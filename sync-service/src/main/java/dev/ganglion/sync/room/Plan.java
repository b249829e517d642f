package dev.ganglion.sync.room;

import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.visibility.RoomHistory;

import java.util.List;
import java.util.Map;

/**
 * The rooms of a response.
 *
 * @param recent by the number of the room: its new events, for rooms whose new events are in memory
 * @param histories by the number of the room: where visibility has to be looked at
 */
public record Plan(
        List<RoomPlan> rooms,
        Map<Long, List<TimelineEvent>> recent,
        Map<Long, RoomHistory> histories) {}
