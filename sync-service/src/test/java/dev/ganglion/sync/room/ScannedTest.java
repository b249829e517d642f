package dev.ganglion.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.event.EventReader.Found;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.event.TimelineEvent.Body;
import dev.ganglion.sync.event.TimelineEvent.Counting;
import dev.ganglion.sync.event.TimelineEvent.Header;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** For which events something bundled is looked for at all. */
class ScannedTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final RoomRef ROOM = new RoomRef(1, new RoomId("!room:test.local"));
    private static final String PLAIN = "{\"content\":{\"body\":\"x\"}}";
    private static final String CHILD =
            "{\"content\":{\"m.relates_to\":{\"event_id\":\"$e1\",\"rel_type\":\"m.thread\"}}}";

    @Test
    void inMemoryNothingIsAParentWhereNothingRelates() {
        List<TimelineEvent> events = List.of(message(1, PLAIN), message(2, PLAIN));

        assertThat(Scanned.ofMemory(events).parentsAmong(events)).isEmpty();
    }

    @Test
    void inMemoryAnyEventMayBeAParentWhereAnythingRelatesButNoState() {
        List<TimelineEvent> events =
                List.of(message(1, PLAIN), event(2, Optional.of(""), PLAIN), message(3, CHILD));

        assertThat(Scanned.ofMemory(events).parentsAmong(events)).containsExactly(1L, 3L);
        assertThat(Scanned.ofMemory(events).parentsAmong(events.subList(0, 1)))
                .as("children of what is shown need not be shown")
                .containsExactly(1L);
    }

    @Test
    void theDatabaseSaysWhichEventsAreParents() {
        List<Found> found =
                List.of(
                        new Found(message(1, PLAIN), true),
                        new Found(message(2, PLAIN), true),
                        new Found(message(3, CHILD), false),
                        new Found(event(4, Optional.of(""), PLAIN), true));

        Scanned scanned = Scanned.of(found, 3);

        assertThat(scanned.hasMoreBefore()).isTrue();
        assertThat(scanned.events())
                .extracting(TimelineEvent::position)
                .containsExactly(2L, 3L, 4L);
        assertThat(scanned.parentsAmong(scanned.events())).containsExactly(2L);
    }

    private static TimelineEvent message(long position, String json) {
        return event(position, Optional.empty(), json);
    }

    private static TimelineEvent event(long position, Optional<String> stateKey, String json) {
        return new TimelineEvent(
                position,
                ROOM,
                new Header("$e" + position, "m.room.message", stateKey, ALICE, 0),
                new Counting(0, false, 0, Set.of(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                new Body(json.getBytes(StandardCharsets.UTF_8), new byte[0], List.of()));
    }
}
