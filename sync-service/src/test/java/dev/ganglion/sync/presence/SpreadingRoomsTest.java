package dev.ganglion.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

class SpreadingRoomsTest {
    private static final int ROOM_MEMBERS = 500;
    private static final int READERS = 5_000;

    @Test
    void d07ARoomOfMoreMembersSpreadsNothing() {
        assertThat(chosen(Map.of(1L, 500, 2L, 501, 3L, 2))).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void d07AllRoomsTogetherHaveNoMoreMembersThanOneUpdateMayCost() {
        Map<Long, Integer> members = new HashMap<>();
        for (long room = 0; room < 10_000; room++) {
            members.put(room, 499);
        }
        members.put(-1L, 3);

        assertThat(chosen(members)).hasSize(11).contains(-1L);
    }

    @Test
    void d03TenThousandSmallRoomsAreNotAllTold() {
        Map<Long, Integer> members = new HashMap<>();
        for (long room = 0; room < 10_000; room++) {
            members.put(room, 2);
        }

        assertThat(chosen(members)).hasSize(2_500);
    }

    private static Set<Long> chosen(Map<Long, Integer> members) {
        return SpreadingRooms.choose(members, ROOM_MEMBERS, READERS);
    }
}
