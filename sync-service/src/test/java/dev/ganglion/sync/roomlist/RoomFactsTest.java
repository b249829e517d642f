package dev.ganglion.sync.roomlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class RoomFactsTest {
    private final RoomFacts quiet = RoomFacts.of(10, 5, false, Optional.empty());

    @Test
    void onlyWhatSomebodySaysMovesARoomUp() {
        RoomFacts now = quiet.after(event(11, "m.room.topic")).after(event(12, "m.room.message"));

        assertThat(quiet.after(event(11, "m.room.topic")).bumpStamp()).isEqualTo(5);
        assertThat(now.bumpStamp()).isEqualTo(12);
        assertThat(now.latest()).isEqualTo(12);
    }

    @Test
    void anEventThatIsKnownChangesNothing() {
        assertThat(quiet.after(event(10, "m.room.message"))).isEqualTo(quiet);
    }

    @Test
    void aRoomWasQuietWhereNoEventIsKnownAndAllAre() {
        RoomFacts now = quiet.after(event(20, "m.room.message"));

        assertThat(now.wasQuiet(10, 19)).isTrue();
        assertThat(now.wasQuiet(10, 20)).isFalse();
        assertThat(now.wasQuiet(20, 99)).isTrue();
        assertThat(now.wasQuiet(9, 19)).isFalse();
    }

    @Test
    void ofManyEventsTheOldestAreForgotten() {
        RoomFacts now = quiet;
        for (int position = 11; position <= 50; position++) {
            now = now.after(event(position, "m.reaction"));
        }

        assertThat(now.recent()).hasSize(32);
        assertThat(now.floor()).isEqualTo(18);
        assertThat(now.wasQuiet(17, 17)).isFalse();
        assertThat(now.latest()).isEqualTo(50);
    }

    private static TimelineEvent event(long position, String type) {
        byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
        return new TimelineEvent(
                position,
                new RoomRef(1, new RoomId("!a:test.local")),
                new TimelineEvent.Header(
                        "$e" + position, type, Optional.empty(), new UserId("@a:test.local"), 0),
                new TimelineEvent.Counting(0, false, 0, Set.of(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                new TimelineEvent.Body(nothing, new byte[0], List.of()));
    }
}
