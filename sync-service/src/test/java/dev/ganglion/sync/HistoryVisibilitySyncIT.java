package dev.ganglion.sync;

import static dev.ganglion.sync.WayOfSyncing.AFTER_A_GAP;
import static dev.ganglion.sync.WayOfSyncing.AFTER_A_GAP_ON_ANOTHER_REPLICA;
import static dev.ganglion.sync.WayOfSyncing.INITIALLY;
import static dev.ganglion.sync.WayOfSyncing.STEP_BY_STEP;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.testing.MembershipTimeline;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * R07: each history visibility with each way in and out of a room and each way of syncing. The
 * table says which of Alice's messages Bob is told of: the first is said before the first step,
 * each other one after a step.
 */
class HistoryVisibilitySyncIT {
    private static final String FILTER =
            "{\"room\":{\"include_leave\":true,\"timeline\":{\"limit\":100}}}";

    private static final Set<WayOfSyncing> ALL = Set.of(WayOfSyncing.values());
    private static final Set<WayOfSyncing> AT_ONCE =
            Set.of(INITIALLY, AFTER_A_GAP, AFTER_A_GAP_ON_ANOTHER_REPLICA);
    private static final Set<WayOfSyncing> WITH_A_TOKEN =
            Set.of(AFTER_A_GAP, AFTER_A_GAP_ON_ANOTHER_REPLICA, STEP_BY_STEP);

    private static final List<Row> ROWS =
            List.of(
                    new Row(MembershipTimeline.NEVER_INSIDE, ALL, "", "", "", ""),
                    new Row(MembershipTimeline.INVITED, ALL, "", "", "", ""),
                    new Row(MembershipTimeline.INVITATION_TURNED_DOWN, AT_ONCE, "01", "", "", ""),
                    new Row(
                            MembershipTimeline.INVITATION_TURNED_DOWN,
                            Set.of(STEP_BY_STEP),
                            "",
                            "",
                            "",
                            ""),
                    new Row(MembershipTimeline.KNOCKING, ALL, "", "", "", ""),
                    new Row(MembershipTimeline.JOINED, ALL, "012", "012", "12", "12"),
                    new Row(MembershipTimeline.INVITED_AND_JOINED, ALL, "012", "012", "12", "2"),
                    new Row(MembershipTimeline.LEFT, ALL, "012", "012", "12", "2"),
                    new Row(MembershipTimeline.KICKED, ALL, "01", "01", "1", "1"),
                    new Row(MembershipTimeline.BANNED, ALL, "01", "01", "1", "1"),
                    new Row(MembershipTimeline.LEFT_AND_INVITED_AGAIN, AT_ONCE, "", "", "", ""),
                    new Row(
                            MembershipTimeline.LEFT_AND_INVITED_AGAIN,
                            Set.of(STEP_BY_STEP),
                            "01",
                            "01",
                            "1",
                            "1"),
                    new Row(
                            MembershipTimeline.LEFT_AND_JOINED_AGAIN,
                            ALL,
                            "0123",
                            "0123",
                            "13",
                            "13"),
                    new Row(MembershipTimeline.FORGOTTEN, Set.of(INITIALLY), "", "", "", ""),
                    new Row(MembershipTimeline.FORGOTTEN, WITH_A_TOKEN, "01", "01", "1", "1"));

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private int ticks;

    /** What is seen of a membership timeline, by the room's visibility. */
    private record Row(
            MembershipTimeline timeline,
            Set<WayOfSyncing> ways,
            String worldReadable,
            String shared,
            String invited,
            String joined) {
        Set<Integer> expected(HistoryVisibility visibility) {
            String indexes =
                    switch (visibility) {
                        case WORLD_READABLE -> worldReadable;
                        case SHARED -> shared;
                        case INVITED -> invited;
                        case JOINED -> joined;
                    };
            return indexes.chars().mapToObj(index -> index - '0').collect(Collectors.toSet());
        }
    }

    @Test
    void everyWayThroughEveryTimelineHasItsRow() {
        assertThat(
                        ROWS.stream()
                                .flatMap(
                                        row ->
                                                row.ways().stream()
                                                        .map(way -> row.timeline() + " " + way)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(MembershipTimeline.values())
                                .flatMap(
                                        timeline ->
                                                Stream.of(WayOfSyncing.values())
                                                        .map(way -> timeline + " " + way))
                                .toList());
    }

    @TestFactory
    Stream<DynamicTest> r07_clientsAreToldWhatTheVisibilitySays() {
        List<Told> rooms =
                Stream.of(MembershipTimeline.values())
                        .flatMap(
                                timeline ->
                                        Stream.of(HistoryVisibility.values())
                                                .map(visibility -> begin(timeline, visibility)))
                        .toList();
        Map<WayOfSyncing, List<SyncResult>> answers = play(rooms);
        return rooms.stream()
                .flatMap(
                        told ->
                                ROWS.stream()
                                        .filter(row -> row.timeline() == told.timeline())
                                        .flatMap(row -> cells(row, told, answers)));
    }

    private static Stream<DynamicTest> cells(
            Row row, Told told, Map<WayOfSyncing, List<SyncResult>> answers) {
        return row.ways().stream()
                .map(
                        way ->
                                DynamicTest.dynamicTest(
                                        told.visibility() + ", " + row.timeline() + ", " + way,
                                        () ->
                                                assertThat(
                                                                told.seenIn(
                                                                        Objects.requireNonNull(
                                                                                answers.get(way))))
                                                        .isEqualTo(
                                                                row.expected(told.visibility()))));
    }

    /** A room, and what was said in it, in order. */
    private record Told(
            MembershipTimeline timeline,
            HistoryVisibility visibility,
            String room,
            List<String> messages) {
        void step(int number, TestUser alice, TestUser bob) {
            if (number < timeline.steps().size()) {
                MembershipSteps.take(timeline.steps().get(number), room, alice, bob);
                messages.add(alice.sends(room, "m" + number));
            }
        }

        /** No message is told twice: a set would hide it. */
        Set<Integer> seenIn(List<SyncResult> answers) {
            List<Integer> seen =
                    answers.stream()
                            .flatMap(
                                    answer ->
                                            Stream.concat(
                                                    answer.timeline(room).stream(),
                                                    SyncResult.events(answer.left(room), "timeline")
                                                            .stream()))
                            .map(event -> messages.indexOf(event.string("event_id").orElseThrow()))
                            .filter(index -> index >= 0)
                            .toList();
            assertThat(seen).doesNotHaveDuplicates();
            return new TreeSet<>(seen);
        }
    }

    private Told begin(MembershipTimeline timeline, HistoryVisibility visibility) {
        String room =
                alice.createsRoom(
                        """
                        {"preset": "public_chat", "initial_state": [{
                          "type": "m.room.history_visibility",
                          "content": {"history_visibility": "%s"}
                        }]}
                        """
                                .formatted(visibility.value()));
        return new Told(timeline, visibility, room, new ArrayList<>());
    }

    /** All rooms at the same time, so that one answer tells of all. */
    private Map<WayOfSyncing, List<SyncResult>> play(List<Told> rooms) {
        String clock = alice.createsRoom(bob);
        bob.joins(clock);
        SyncResult before = synced(bob, "", clock);
        List<SyncResult> steps = new ArrayList<>(List.of(before));
        for (int step = 0; step < MembershipTimeline.LONGEST; step++) {
            for (Told told : rooms) {
                told.step(step, alice, bob);
            }
            steps.add(synced(bob, since(steps.getLast()), clock));
        }
        TestUser elsewhere = bob.at(Suite.port(Suite.shared().startSync()));
        Map<WayOfSyncing, List<SyncResult>> answers = new EnumMap<>(WayOfSyncing.class);
        answers.put(STEP_BY_STEP, steps);
        answers.put(INITIALLY, List.of(synced(bob, "", clock)));
        answers.put(AFTER_A_GAP, List.of(synced(bob, since(before), clock)));
        answers.put(
                AFTER_A_GAP_ON_ANOTHER_REPLICA, List.of(synced(elsewhere, since(before), clock)));
        return answers;
    }

    private static String since(SyncResult before) {
        return "since=" + before.nextBatch() + "&";
    }

    /** An answer that tells of everything that has happened so far. */
    private SyncResult synced(TestUser reader, String query, String clock) {
        String tick = "tick" + ticks++;
        alice.sends(clock, tick);
        return SyncIT.awaitMessage(reader, query + "filter={filter}", clock, tick, FILTER);
    }
}
