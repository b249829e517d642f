package dev.ganglion.protocol.stateres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** R06: events that each cite many others, so that there are more paths than could be walked. */
@Timeout(30)
class WideAuthChainTest {
    private static final int EVENTS = 10_000;
    private static final int CITED = 10;
    private static final Map<EventId, PduEvent> ROOM = new HashMap<>();
    private static final List<EventId> IDS = new ArrayList<>();

    private int reads;

    @BeforeAll
    static void everyEventCitesSomeOfTheLast() {
        Random random = new Random(6);
        for (int i = 0; i < EVENTS; i++) {
            Set<String> cited = new HashSet<>();
            for (int k = 0; k < Math.min(i, CITED); k++) {
                cited.add(IDS.get(Math.max(0, i - 1 - random.nextInt(3 * CITED))).value());
            }
            PduEvent event = event(i, cited);
            ROOM.put(event.eventId(), event);
            IDS.add(event.eventId());
        }
    }

    @Test
    void r06_aWideAuthChainIsReadOnceAnEvent() {
        AuthGraph graph = new AuthGraph(this::read);

        assertThat(graph.chainOf(List.of(IDS.getLast()))).hasSizeBetween(EVENTS / 2, EVENTS - 1);
        assertThat(reads).isLessThanOrEqualTo(EVENTS);
    }

    @Test
    void r06_theDifferenceOfManyStatesReadsEachEventOnce() {
        AuthGraph graph = new AuthGraph(this::read);
        List<EventId> ends = IDS.subList(EVENTS - 20, EVENTS);

        graph.difference(ends.stream().<Collection<EventId>>map(List::of).toList(), List.of());

        assertThat(reads).isLessThanOrEqualTo(EVENTS);
    }

    @Test
    void r06_theConflictedSubgraphIsNotWalkedPathByPath() {
        AuthGraph graph = new AuthGraph(this::read);

        Set<EventId> paths = graph.pathsBetween(Set.of(IDS.getFirst(), IDS.getLast()));

        assertThat(paths).hasSizeGreaterThan(EVENTS / 2);
        assertThat(reads).isLessThanOrEqualTo(EVENTS);
    }

    @Test
    void r06_allEventsAreOrderedAtOnce() {
        AuthGraph graph = new AuthGraph(this::read);

        List<PduEvent> sorted = new PowerOrdering(graph).sort(Set.copyOf(IDS));

        assertThat(sorted).hasSize(EVENTS);
        // Each is read for its auth events and for itself, and for the levels that it cites.
        assertThat(reads).isLessThanOrEqualTo(EVENTS * (CITED + 2) * 3);
    }

    private Optional<PduEvent> read(EventId id) {
        reads++;
        return Optional.ofNullable(ROOM.get(id));
    }

    private static PduEvent event(int number, Set<String> cited) {
        return PduEvent.of(
                RoomVersion.V11,
                JsonObject.builder()
                        .put("type", "m.room.member")
                        .put("state_key", "@u" + number + ":example.org")
                        .put("sender", "@u" + number + ":example.org")
                        .put("room_id", "!room:example.org")
                        .put("origin_server_ts", number)
                        .put("content", JsonObject.of("membership", "join"))
                        .put("auth_events", JsonArray.ofStrings(cited))
                        .build());
    }
}
