package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.room.Plan;
import dev.ganglion.sync.room.RoomPlan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What there is to tell of rooms.
 *
 * @param outside rooms that the user is newly invited to or knocks at
 * @param left by the number of a room that the user is in no more: up to where it was told
 * @param plan of the timelines
 */
record Tasks(List<RoomTask> joined, List<Member> outside, Map<Long, Long> left, Plan plan) {
    /** With the timelines of the rooms that were left. */
    Tasks with(Plan ofLeft) {
        plan.histories().putAll(ofLeft.histories());
        List<RoomPlan> all = Stream.concat(plan.rooms().stream(), ofLeft.rooms().stream()).toList();
        return new Tasks(joined, outside, left, new Plan(all, plan.recent(), plan.histories()));
    }

    Set<Long> leftRooms() {
        return left.keySet();
    }
}
