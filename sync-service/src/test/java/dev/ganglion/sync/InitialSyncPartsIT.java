package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.ArrayList;
import java.util.List;

/** A client that begins is answered in parts. */
class InitialSyncPartsIT {
    /** Enough for three parts. */
    private static final int ROOMS = 65;

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");

    @Test
    void allRoomsAreInOneDocumentHoweverManyPartsItHas() {
        List<String> joined = createsRooms();
        List<String> left = joined.subList(0, 3);
        left.forEach(room -> alice.room(HttpMethod.POST, "/rooms/{room}/leave", "{}", room));
        String invited = bob.createsRoom(alice);
        String topic = "{\"topic\":\"news\"}";
        alice.sets(joined.getLast(), "m.room.topic", "", topic);
        alice.sync(
                HttpMethod.PUT,
                "/user/{user}/rooms/{room}/account_data/org.example.a",
                "{\"a\":1}",
                alice.id(),
                joined.getLast());

        SyncResult all =
                await().until(
                                () ->
                                        alice.syncs(
                                                "filter={filter}",
                                                "{\"room\":{\"include_leave\":true}}"),
                                sync ->
                                        !sync.invited(invited).isEmpty()
                                                && sync.json().toString().contains("news")
                                                && sync.json()
                                                        .toString()
                                                        .contains("org.example.a"));
        SyncResult again = alice.syncs("full_state=true&since=" + all.nextBatch());

        List<String> rest = joined.subList(3, ROOMS);
        assertThat(TestJson.at(all.json(), "rooms", "join").keys())
                .containsExactlyInAnyOrderElementsOf(rest);
        assertThat(TestJson.at(all.json(), "rooms", "leave").keys())
                .containsExactlyInAnyOrderElementsOf(left);
        assertThat(TestJson.at(all.json(), "rooms", "invite").keys()).containsExactly(invited);
        for (String room : rest) {
            assertThat(all.timeline(room)).isNotEmpty();
        }
        assertThat(TestJson.at(again.json(), "rooms", "join").keys())
                .containsExactlyInAnyOrderElementsOf(rest);
    }

    @Test
    void whoeverIsInNoRoomIsToldSo() {
        SyncResult nothing = alice.syncs();

        assertThat(TestJson.at(nothing.json(), "rooms", "join").keys()).isEmpty();
        assertThat(alice.syncsSince(nothing).isEmpty()).isTrue();
    }

    private List<String> createsRooms() {
        List<String> rooms = new ArrayList<>();
        for (int number = 0; number < ROOMS; number++) {
            rooms.add(alice.createsRoom());
        }
        return rooms;
    }
}
