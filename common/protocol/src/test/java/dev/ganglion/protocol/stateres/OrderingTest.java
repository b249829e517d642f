package dev.ganglion.protocol.stateres;

import static dev.ganglion.protocol.dag.TestRoom.ALICE;
import static dev.ganglion.protocol.dag.TestRoom.BOB;
import static dev.ganglion.protocol.dag.TestRoom.CAROL;
import static dev.ganglion.protocol.dag.TestRoom.MOD;
import static dev.ganglion.protocol.dag.TestRoom.levels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.dag.Branch;
import dev.ganglion.protocol.dag.TestRoom;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.version.RoomVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The two orderings and the sets that state resolution is defined by. */
class OrderingTest {
    private static final String POWER_FIRST = "dev.ganglion.protocol.stateres.Resolving#powerFirst";

    @ParameterizedTest
    @MethodSource(POWER_FIRST)
    void powerOrderingPutsGreaterPowerFirstThenTheOlder(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent byBob = room.fork().joins(BOB);
        PduEvent byMod = room.fork().kicks(MOD, BOB);
        PduEvent byModLater = room.fork().kicks(MOD, BOB);
        PduEvent byAlice = room.fork().kicks(ALICE, BOB);

        assertThat(powerSorted(room, byBob, byMod, byModLater, byAlice))
                .containsExactly(byAlice, byMod, byModLater, byBob);
    }

    @ParameterizedTest
    @MethodSource(POWER_FIRST)
    void powerOrderingKeepsAuthEventsBeforeWhatRestsOnThem(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent weak = room.joins(CAROL);
        PduEvent invite = room.invites(CAROL, TestRoom.DAVE);
        PduEvent ban = room.bans(ALICE, CAROL);
        room.room().waits(-100);
        PduEvent oldTopic = room.fork().setsTopic(MOD, "old");

        assertThat(powerSorted(room, ban, invite, oldTopic, weak))
                .containsExactly(oldTopic, weak, ban, invite);
    }

    @ParameterizedTest
    @MethodSource(POWER_FIRST)
    void mainlineOrderingPutsOlderPowerLevelsFirst(RoomVersion version) {
        Branch room = TestRoom.open(version);
        Branch aside = room.fork();
        PduEvent underFirst = room.setsTopic(ALICE, "under the first levels");
        PduEvent second = room.setsLevels(ALICE, levels(version, "{}"));
        PduEvent underSecond = room.setsTopic(ALICE, "under the second");
        PduEvent third = room.setsLevels(ALICE, levels(version, "{'" + BOB + "': 1}"));
        aside.setsLevels(ALICE, levels(version, "{'" + BOB + "': 2}"));
        room.room().waits(-100);
        PduEvent underThird = room.setsTopic(ALICE, "under the third");
        PduEvent besides = aside.setsTopic(ALICE, "beside the mainline, from the first");
        PduEvent creation = room.get(StateKeyTuple.CREATE).orElseThrow();

        AuthGraph graph = new AuthGraph(room.room());
        List<PduEvent> sorted =
                new MainlineOrdering(graph, Optional.of(third.eventId()))
                        .sort(ids(underThird, underSecond, underFirst, besides, creation, second));

        assertThat(sorted)
                .containsExactly(creation, besides, underFirst, second, underSecond, underThird);
    }

    @ParameterizedTest
    @MethodSource(POWER_FIRST)
    void withoutPowerLevelsTheMainlineIsTheClock(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent first = room.setsTopic(ALICE, "first");
        PduEvent second = room.setsTopic(ALICE, "second");

        AuthGraph graph = new AuthGraph(room.room());

        assertThat(new MainlineOrdering(graph, Optional.empty()).sort(ids(second, first)))
                .containsExactly(first, second);
    }

    @ParameterizedTest
    @MethodSource(POWER_FIRST)
    void theAuthDifferenceIsWhatNotAllChainsHold(RoomVersion version) {
        Branch here = TestRoom.open(version);
        Branch there = here.fork();
        PduEvent aside = there.setsLevels(ALICE, levels(version, "{'" + BOB + "': 1}"));
        PduEvent thereTopic = there.setsTopic(ALICE, "there");
        PduEvent hereTopic = here.setsTopic(ALICE, "here");

        Set<EventId> difference =
                new AuthGraph(here.room())
                        .difference(List.of(ids(hereTopic), ids(thereTopic)), List.of());

        assertThat(difference).containsExactly(aside.eventId());
    }

    @ParameterizedTest
    @MethodSource(POWER_FIRST)
    void theConflictedSubgraphIsWhatLiesBetween(RoomVersion version) {
        Branch room = TestRoom.open(version);
        PduEvent start = room.invites(MOD, CAROL);
        PduEvent between = room.joins(CAROL);
        PduEvent end = room.bans(ALICE, CAROL);
        PduEvent beside = room.setsTopic(ALICE, "beside");

        Set<EventId> paths = new AuthGraph(room.room()).pathsBetween(ids(start, end, beside));

        assertThat(paths).containsExactlyInAnyOrderElementsOf(ids(start, between, end, beside));
    }

    private static List<PduEvent> powerSorted(Branch room, PduEvent... events) {
        return new PowerOrdering(new AuthGraph(room.room())).sort(ids(events));
    }

    private static Set<EventId> ids(PduEvent... events) {
        return Stream.of(events).map(PduEvent::eventId).collect(Collectors.toSet());
    }
}
